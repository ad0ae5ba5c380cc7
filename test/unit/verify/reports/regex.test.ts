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

  it.each([
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
