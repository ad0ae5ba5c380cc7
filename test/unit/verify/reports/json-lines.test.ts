import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../../../src/verify/reports/json-lines.js';

const lines = (...values: readonly object[]) => values.map((value) => JSON.stringify(value)).join('\r\n');

describe('JSON lines', () => {
  it('are read among other output', () => {
    const text = `starting\n{ not json\n{"level":"info"}\n${lines(
      { check: 'adds', passed: true },
      { check: 'carries', passed: false, message: 'wrong', expected: [1, 3], actual: 'text', extra: 1 },
      { check: 'empty', passed: false, expected: null },
    )}`;
    expect(readJsonLines(text)).toEqual({
      kind: 'complete',
      checks: {
        passed: 1,
        total: 3,
        failures: [
          { name: 'carries', message: 'wrong', expected: '[1,3]', actual: 'text' },
          { name: 'empty', expected: 'null' },
        ],
      },
    });
  });

  it('may announce how many there will be', () => {
    const one = { check: 'a', passed: true };
    expect(readJsonLines(lines({ total: 1 }, one))).toMatchObject({ kind: 'complete' });
    expect(readJsonLines(lines({ total: 2 }, one))).toMatchObject({
      kind: 'cut-off',
      reason: 'announces 2 checks and has 1',
      checks: { passed: 1, total: 1 },
    });
  });

  it('cannot be read without any, or with a check that says neither', () => {
    expect(readJsonLines('3 passing\n')).toMatchObject({ kind: 'unreadable' });
    expect(readJsonLines(lines({ check: 'a', passed: 'yes' }))).toMatchObject({ kind: 'unreadable' });
  });

  it('may hold values too deep to be shown', () => {
    const text = `{"check":"a","passed":false,"expected":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(readJsonLines(text)).toMatchObject({ kind: 'complete', checks: { passed: 0, total: 1 } });
  });
});
