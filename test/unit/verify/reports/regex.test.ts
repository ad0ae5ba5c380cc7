import { describe, expect, it } from 'vitest';
import { patternProblem, readByPattern } from '../../../../src/verify/reports/regex.js';
import { fixture } from './fixture.js';

describe('a pattern', () => {
  it.each([
    ['pytest.txt', String.raw`^(?:(?<failed>\d+) failed, )?(?<passed>\d+) passed`, 2, 5],
    [
      'unittest.txt',
      String.raw`^Ran (?<total>\d+) tests?[\s\S]*^(?:OK|FAILED \((?:failures=(?<failed>\d+))?.*\))`,
      0,
      1,
    ],
    ['cargo.txt', String.raw`^test result: .* (?<passed>\d+) passed; (?<failed>\d+) failed;`, 2, 3],
  ])('reads the counts of %s', (name, pattern, passed, total) => {
    expect(patternProblem(pattern)).toBeUndefined();
    expect(readByPattern(fixture(name), pattern)).toEqual({
      kind: 'complete',
      checks: { passed, total, failures: [] },
    });
  });

  it('may name any two of the three', () => {
    const counts = (pattern: string) => readByPattern('3 1 4', pattern);
    const same = { kind: 'complete', checks: { passed: 3, total: 4 } };
    expect(counts(String.raw`(?<passed>\d+) (?<failed>\d+)`)).toMatchObject(same);
    expect(counts(String.raw`(?<passed>\d+) \d+ (?<total>\d+)`)).toMatchObject(same);
    expect(counts(String.raw`(?<failed>1) (?<total>\d+)`)).toMatchObject(same);
  });

  describe('of single checks', () => {
    const lines = String.raw`^(?:(?<passed>ok)|(?<failed>bad)|skip) (?<check>.+?)(?:: (?<message>.*))?$|^of (?<total>\d+)$`;
    const read = (...text: readonly string[]) => readByPattern(text.join('\n'), lines);

    it('counts a check a match, and keeps the name and the message of one that failed', () => {
      expect(patternProblem(lines)).toBeUndefined();
      expect(read('ok a', 'bad b: 1 != 2', 'skip c', 'bad d', 'of 4')).toEqual({
        kind: 'complete',
        checks: { passed: 1, total: 3, failures: [{ name: 'b', message: '1 != 2' }, { name: 'd' }] },
      });
      expect(read('skip c', 'of 1')).toMatchObject({ kind: 'complete', checks: { total: 0 } });
    });

    it('is cut off where its total is missing or larger than the checks that were seen', () => {
      const cutOff = (reason: string) => ({ kind: 'cut-off', checks: { passed: 1, total: 1 }, reason });
      expect(read('ok a')).toMatchObject(cutOff('lacks its total'));
      expect(read('ok a', 'of 1', 'of 1')).toMatchObject(cutOff('announces 2 checks and has 1'));
      expect(read('ok a', 'ok a, part 2', 'of 1')).toMatchObject({ kind: 'complete', checks: { total: 2 } });
    });

    it('reads lines as Windows ends them', () => {
      expect(readByPattern('ok a\r\nbad b\r\nof 2\r\n', lines)).toMatchObject({ checks: { passed: 1, total: 2 } });
    });

    it('is no report where a match says both, or nothing', () => {
      const both = String.raw`(?<passed>ok) (?<check>\w+) (?<failed>bad)?`;
      expect(readByPattern('ok a bad', both)).toMatchObject({
        kind: 'unreadable',
        reason: '"ok a bad" does not add up',
      });
      expect(read('crashed')).toMatchObject({ kind: 'unreadable' });
    });
  });

  it.each([
    ['a check that never fails', String.raw`(?<passed>ok) (?<check>\w+)`, /must name "passed" and "failed"/],
    ['a message of nothing', String.raw`(?<passed>\d+) (?<total>\d+) (?<message>.*)`, /only goes with "check"/],
    ['one group', String.raw`(?<passed>\d+) passing`, /two of the groups/],
    ['no expression', '(?<passed>', /RE2/],
    ['what takes more than linear time', String.raw`(?<passed>\d+)(?=x)(?<total>\d+)`, /RE2/],
  ])('is refused with %s', (_, pattern, reason) => {
    expect(patternProblem(pattern)).toMatch(reason);
  });

  it('that matches nothing, or adds up to nothing, is no report', () => {
    const pattern = String.raw`(?<passed>\d+) of (?<total>\d+)`;
    expect(readByPattern('crashed', pattern)).toMatchObject({ kind: 'unreadable' });
    expect(readByPattern('7 of 5', pattern)).toMatchObject({ kind: 'unreadable', reason: '"7 of 5" does not add up' });
  });

  it('does not hang on output made to hang it', () => {
    const pattern = String.raw`^(?<passed>(\d+)+) passed (?<failed>\d+)`;
    expect(readByPattern('1'.repeat(100_000), pattern)).toMatchObject({ kind: 'unreadable' });
  });
});
