import { describe, expect, it } from 'vitest';
import { readTap } from '../../../../src/verify/reports/tap.js';
import { fixture } from './fixture.js';

const never = new AbortController().signal;

describe('TAP', () => {
  it('of node:test: leaves count, todo and skip do not, a failure has its path, expected and actual', async () => {
    expect(await readTap(fixture('node-test.tap'), never)).toEqual({
      kind: 'complete',
      checks: {
        passed: 3,
        total: 5,
        failures: [
          {
            name: 'sum > carries',
            message: 'Expected values to be strictly equal:\n\n10 !== 11',
            expected: '11',
            actual: '10',
          },
          {
            name: 'sum > of lists > long',
            message: expect.stringMatching(/should loosely deep-equal/),
            expected: '{"0":1,"1":3}',
            actual: '{"0":1,"1":2}',
          },
        ],
      },
    });
  });

  it('of Vitest, whose subtests stand in braces', async () => {
    expect(await readTap(fixture('vitest.tap'), never)).toMatchObject({
      kind: 'complete',
      checks: { passed: 1, total: 2, failures: [{ name: 'sum.test.js > sum > carries' }] },
    });
  });

  it('of Mocha, flat and with its plan at the end', async () => {
    expect(await readTap(fixture('mocha.tap'), never)).toEqual({
      kind: 'complete',
      checks: { passed: 1, total: 2, failures: [{ name: 'sum carries' }] },
    });
  });

  it('of node:test with a file that ended itself: it is no test, by whatever path', async () => {
    const exit = fixture('node-test-exit.tap');
    for (const file of [
      '/project/exit.test.js',
      '/my project/a.mjs',
      'C:\\\\project\\\\a.ts',
      'src/a.js',
      'a.spec.cts',
    ]) {
      const text = exit.replaceAll('/project/exit.test.js', file);
      expect(await readTap(text, never)).toMatchObject({ kind: 'complete', checks: { passed: 0, total: 0 } });
    }
    const named = exit.replaceAll('/project/exit.test.js', 'reads a.js');
    expect(await readTap(named, never)).toMatchObject({ checks: { passed: 1 } });
  });

  it('counts a test that fails although all in it passed', async () => {
    const text = '# Subtest: a\n    ok 1 - b\n    1..1\nnot ok 1 - a\n  ---\n  error: after hook\n  ...\n1..1\n';
    expect(await readTap(text, never)).toMatchObject({
      checks: { passed: 1, total: 2, failures: [{ name: 'a', message: 'after hook' }] },
    });
  });

  it('counts nothing below a test that is still to do', async () => {
    const text = '# Subtest: a\n    not ok 1 - b\n    1..1\nnot ok 1 - a # TODO soon\nok 2 - c\n1..2\n';
    expect(await readTap(text, never)).toMatchObject({
      kind: 'complete',
      checks: { passed: 1, total: 1, failures: [] },
    });
  });

  it.each([
    ['a bail-out', 'TAP version 13\n1..5\nok 1 - a\nBail out! no database\n', /Bail out.*no database/, 1],
    ['fewer than planned', '1..3\nok 1 - a\n', /plan/, 1],
    ['no plan', 'ok 1 - a\nok 2 - b\n', /no plan/, 2],
    ['an end within subtests', '1..1\n# Subtest: a\n    ok 1 - b\n    ok 2 - c\n', /plan/, 2],
  ])('says that it is cut off by %s, and keeps what was counted', async (_, text, reason, passed) => {
    expect(await readTap(text, never)).toMatchObject({
      kind: 'cut-off',
      reason: expect.stringMatching(reason),
      checks: { passed },
    });
  });

  it('cannot read what is none', async () => {
    expect(await readTap('hello\n', never)).toMatchObject({ kind: 'unreadable' });
    expect(await readTap('', never)).toMatchObject({ kind: 'unreadable' });
    expect(await readTap('1..0 # skip nothing here\n', never)).toMatchObject({
      kind: 'complete',
      checks: { total: 0 },
    });
  });

  it('keeps a bounded number of failures, each of bounded length', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => `not ok ${index + 1} - ${'x'.repeat(5000)}`);
    const report = await readTap(`1..500\n${lines.join('\n')}\n`, never);
    expect(report).toMatchObject({ kind: 'complete', checks: { passed: 0, total: 500 } });
    expect(JSON.stringify(report).length).toBeLessThan(50_000);
  });

  it.each([
    ['a ring', '  expected: &x\n    y: *x\n'],
    ['aliases that multiply', `  a0: &a0 [x, x]\n${doubling(40)}  expected: *a40\n`],
    ['brackets without end', `  expected: ${'['.repeat(5000)}\n`],
    ['a function', '  expected: !function |\n    "f"\n    function f() { throw 1 }\n'],
  ])('takes no harm from YAML with %s', async (_, yaml) => {
    const report = await readTap(`1..1\nnot ok 1 - a\n  ---\n${yaml}  ...\n`, never);
    expect(report).toMatchObject({ kind: 'complete', checks: { passed: 0, total: 1, failures: [{ name: 'a' }] } });
  });

  it('does not follow subtests into any depth', async () => {
    const deep = Array.from({ length: 5000 }, (_, level) => `${' '.repeat(4 * level)}# Subtest: a`).join('\n');
    expect(await readTap(deep, never)).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(/deep/) });
  });
});

/** Each line a list of twice the one before. */
function doubling(lines: number): string {
  return Array.from({ length: lines }, (_, i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('');
}
