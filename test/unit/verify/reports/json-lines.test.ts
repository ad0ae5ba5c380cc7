import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../../../src/verify/reports/json-lines.js';

const lines = (...values: readonly object[]) => values.map((value) => JSON.stringify(value)).join('\r\n');

const never = new AbortController().signal;

describe('JSON lines', () => {
  it('are read among other output', async () => {
    const text = `starting\n{ not json\n{"level":"info"}\n${lines(
      { check: 'adds', passed: true },
      { check: 'carries', passed: false, message: 'wrong', expected: [1, 3], actual: 'text', extra: 1 },
      { check: 'empty', passed: false, expected: null },
    )}`;
    expect(await readJsonLines(text, never)).toEqual({
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

  it('may announce how many there will be', async () => {
    const one = { check: 'a', passed: true };
    expect(await readJsonLines(lines({ total: 1 }, one), never)).toMatchObject({ kind: 'complete' });
    expect(await readJsonLines(lines({ total: 2 }, one), never)).toMatchObject({
      kind: 'cut-off',
      reason: 'announces 2 checks and has 1',
      checks: { passed: 1, total: 1 },
    });
  });

  it('cannot be read without any, or with a check that says neither', async () => {
    expect(await readJsonLines('3 passing\n', never)).toMatchObject({ kind: 'unreadable' });
    expect(await readJsonLines(lines({ check: 'a', passed: 'yes' }), never)).toMatchObject({ kind: 'unreadable' });
  });

  it('may hold values too deep to be shown', async () => {
    const text = `{"check":"a","passed":false,"expected":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await readJsonLines(text, never)).toMatchObject({ kind: 'complete', checks: { passed: 0, total: 1 } });
  });
});
