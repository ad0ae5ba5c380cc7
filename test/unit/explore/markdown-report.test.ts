import { describe, expect, it } from 'vitest';
import { type Exploration, type ExplorationEvent, reduce } from '../../../src/core/exploration.js';
import { markdownReport } from '../../../src/explore/markdown-report.js';
import { arrived, started, verdict } from './events.js';

function reportOf(...events: readonly ExplorationEvent[]): string {
  return markdownReport([started, ...events].reduce<Exploration | null>(reduce, null)!);
}

const judged = (candidate: number, outcome: 'pass' | 'fail'): ExplorationEvent[] => [
  { type: 'picked', seconds: 1, candidate, pool: 2 },
  { type: 'verdict', seconds: 2, candidate, verdict: verdict(outcome) },
];

describe('the Markdown report', () => {
  it('shows survivors as diffs, every verdict, and the numbers', () => {
    const ended: ExplorationEvent = { type: 'finished', seconds: 3, ending: { reason: 'survivors' } };
    const report = reportOf(arrived(0, 'bad'), arrived(1, 'new'), ...judged(0, 'fail'), ...judged(1, 'pass'), ended);
    expect(report).toContain('# Lines 1 to 1\n\na.js, lines 1 to 1; explored on 2026-01-01T00:00:00.000Z.');
    expect(report).toContain('It ended with the survivors wanted.');
    expect(report).toContain('## Survivor: Candidate 2\n');
    expect(report).toMatch(/```diff\n--- a\/a\.js\n\+\+\+ b\/a\.js\n@@[^\n]*\n-old\n[^`]*\+new\n/);
    expect(report).toContain('| 1 | Candidate 1 | fail | tests |  | 0.5 | 1 |');
    expect(report).toContain('| 2 | Candidate 2 | pass | tests |  | 0.5 | 1 |');
    expect(report).toContain('| Survivors | 1 of 1 wanted |');
  });

  it('is headed by what a person calls the exploration', () => {
    expect(reportOf({ type: 'renamed', seconds: 1, title: 'my *best*' })).toMatch(/^# my \\\*best\\\*\n/);
  });

  it('keeps text of a model or a verifier from being markup', () => {
    const fence = 'a\n```\n# out <script>';
    const unusable: ExplorationEvent = {
      ...(arrived(1, null) as Extract<ExplorationEvent, { type: 'attempt' }>),
      interpretation: { kind: 'unusable', reason: 'a | b\n<img>' },
    };
    const report = reportOf(arrived(0, fence), unusable, ...judged(0, 'pass'));
    expect(report).toMatch(/\n````diff\n.*\n\+```\n.*\n````\n/s);
    expect(report).toContain('| Without usable code | 1, a \\| b \\<img\\> (1) |');
    expect(report).toContain('It was cut off.');
  });
});
