import { describe, expect, it } from 'vitest';
import type { Checks } from '../../../src/core/domain.js';
import { type ExplorationEvent, reduce } from '../../../src/core/exploration.js';
import { report } from '../../../src/terminal/report.js';
import { arrived, started, verdict } from '../explore/events.js';

/** Candidates 0, 1, … that fared so, in this order. */
function reportOn(...fared: readonly (readonly ['pass' | 'fail', Checks?])[]): string {
  const events = fared.flatMap(([outcome, checks], candidate): ExplorationEvent[] => [
    arrived(candidate, `code ${candidate}`),
    { type: 'picked', seconds: 1, candidate, pool: 8 },
    { type: 'verdict', seconds: 2, candidate, verdict: { ...verdict(outcome), ...(checks && { checks }) } },
  ]);
  return report(events.reduce(reduce, reduce(null, started)), 'record.jsonl', false);
}

const checks = (passed: number, total: number, ...failures: Checks['failures']): Checks => ({
  passed,
  total,
  failures,
});

describe('the report', () => {
  it('says of a survivor how many checks it passed, and nothing of those that came close', () => {
    const text = reportOn(['fail', checks(4, 5)], ['pass', checks(5, 5)]);
    expect(text).toMatch(/^Survivor 1 of 1 · .* · 5 of 5 checks · /m);
    expect(text).not.toContain('Closest');
  });

  it('without a survivor, tells which came closest and what the first failing check wanted', () => {
    const text = reportOn(
      ['fail'],
      ['fail', checks(1, 5, { name: 'other' })],
      ['fail', checks(3, 5, { name: 'carries', message: '10 !== 11', expected: '11', actual: '10' }, { name: 'b' })],
      ['fail', checks(3, 5, { name: 'later' })],
    );
    expect(text).toMatch(
      /^Closest: candidate 3 passed 3 of 5 checks\.\n {2}Failed: carries\n {2}Expected: 11\n {2}Actual: 10\n\n/,
    );
  });

  it('shows what a check said as text, on one short line', () => {
    const codes = '\u001b[2J\u009b31m';
    const text = reportOn(['fail', checks(0, 1, { name: `a${codes}\nb`, message: 'x'.repeat(5000) })]);
    expect(text).toMatch(/^ {2}Failed: a\u241b\[2J\[U\+009B\]31m b\n {2}Message: x{199}…\n/m);
  });

  it('says nothing of checks where no report was read', () => {
    expect(reportOn(['fail'], ['fail'])).not.toMatch(/checks?\b(?!ed)/);
  });

  it('says how survivors differ, by their numbers', () => {
    const events = [0, 1].flatMap((candidate): ExplorationEvent[] => [
      arrived(candidate, `code ${candidate}`),
      { type: 'picked', seconds: 1, candidate, pool: 8 },
      { type: 'verdict', seconds: 2, candidate, verdict: verdict('pass') },
    ]);
    const distinction = { input: 'f([])', result: "'\u001b[2J'", ofMost: 'None' };
    const compared: ExplorationEvent = {
      type: 'compared',
      seconds: 3,
      comparison: {
        behaviour: {
          kind: 'compared',
          inputs: 5,
          alike: [0],
          others: [{ candidates: [1], distinction }],
          apart: [],
        },
        forms: [0, 1].map((candidate) => ({
          candidate,
          lines: 3 + candidate,
          imports: [],
          structure: null,
          renames: null,
        })),
      },
    };
    const text = report([...events, compared].reduce(reduce, reduce(null, started)), 'record.jsonl', false);
    expect(text).toContain(
      [
        'Differences between survivors:',
        '  No two survivors behave the same on 5 further inputs.',
        "  Survivor 2 differs: f([]) gives '\u241b[2J', that of Survivor 1 None.",
        '  Survivor 1: shortest (3 lines).',
      ].join('\n'),
    );
  });
});
