import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/domain.js';
import { type Exploration, type ExplorationEvent, reduce } from '../../../src/core/exploration.js';
import { evaluate } from '../../../src/explore/evaluate.js';
import { attempt, started } from './events.js';

/** An exploration whose candidate i was said `counts[i]` times, and had this outcome; null where it was never verified. */
function explorationOf(candidates: readonly { said: number; outcome: Verdict['outcome'] | null }[]): Exploration {
  const events: ExplorationEvent[] = [started];
  let index = 0;
  for (const [number, { said }] of candidates.entries()) {
    for (let time = 0; time < said; time++) {
      const edits = [{ range: { start: 0, end: 1 }, text: `candidate ${number}` }];
      events.push({
        type: 'attempt',
        seconds: 1,
        attempt: attempt(index++, [Math.sin(number), Math.cos(3 * number), number]),
        interpretation: { kind: 'edit', key: `${number}`, edits },
      });
    }
  }
  let state = events.reduce<Exploration | null>(reduce, null)!;
  for (const [number, { outcome }] of candidates.entries()) {
    if (!outcome) continue;
    const { id } = state.candidates.get(`${number}`)!;
    const verdict: Verdict = { outcome, verifier: 'tests', seconds: 1, exitCode: 0, output: '' };
    state = reduce(state, { type: 'picked', seconds: 2, candidate: id, pool: index });
    state = reduce(state, { type: 'verdict', seconds: 2, candidate: id, verdict });
  }
  return state;
}

const frequentPasses = explorationOf([
  { said: 1, outcome: 'fail' },
  { said: 2, outcome: 'fail' },
  { said: 5, outcome: 'pass' },
  { said: 1, outcome: 'fail' },
]);

describe('selectors on past explorations', () => {
  it('are told apart by the runs that they would have needed', () => {
    const evaluation = evaluate([frequentPasses])!;
    const found = Object.fromEntries(evaluation.selectors.map(({ name, runs }) => [name, runs]));
    // One of four passes: (4 + 1) / (1 + 1).
    expect(found.random).toBe(2.5);
    expect(found['most-frequent']).toBe(1);
    expect(evaluation.selectors.find(({ name }) => name === 'most-frequent')!.relative).toEqual({
      ratio: 0.4,
      low: 0.4,
      high: 0.4,
    });
    expect(evaluation.selectors.map(({ runs }) => runs)).toEqual(
      evaluation.selectors.map(({ runs }) => runs).toSorted((a, b) => a - b),
    );
  });

  it('choose among candidates whose verdict is known', () => {
    const evaluation = evaluate([
      explorationOf([
        { said: 9, outcome: null },
        { said: 2, outcome: 'pass' },
        { said: 1, outcome: 'fail' },
      ]),
    ])!;
    expect(evaluation.selectors.find(({ name }) => name === 'most-frequent')!.runs).toBe(1);
    expect(evaluation.randomRuns).toBe(1.5);
  });

  it('cannot be told apart where all passed, none did or nothing was verified', () => {
    const alike = [
      ['pass', 'pass'],
      ['fail', 'timeout'],
      [null, null],
    ] as const;
    const states = alike.map((outcomes) => explorationOf(outcomes.map((outcome) => ({ said: 1, outcome }))));
    expect(evaluate(states)).toBeNull();
    expect(evaluate([...states, frequentPasses])!.explorations).toBe(1);
  });
});
