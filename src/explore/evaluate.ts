import { editedLength } from '../core/domain.js';
import { type Case, meanRuns, randomRuns, tellsOrdersApart } from '../core/evaluation.js';
import type { Exploration } from '../core/exploration.js';
import { allSelectors, type SelectorName } from '../core/selectors/index.js';
import { rewardOf } from '../core/selectors/reward.js';
import { meanOf, type RatioInterval, ratioOfMeans } from '../core/statistics.js';
import { Pool } from './pool.js';

/** What the selectors would have cost on past explorations. */
export interface Evaluation {
  /** How many say something: a candidate passed, and one did not. */
  readonly explorations: number;
  /** Verifier runs to the first success in random order, on average. */
  readonly randomRuns: number;
  /** The one that needs the fewest runs first. */
  readonly selectors: readonly SelectorResult[];
}

export interface SelectorResult {
  readonly name: SelectorName;
  /** Verifier runs to the first success, on average. */
  readonly runs: number;
  /** Runs relative to random order, with a paired bootstrap interval over the explorations. */
  readonly relative: RatioInterval;
}

/**
 * Has every selector choose anew among the candidates whose verdicts are known. Of candidates that were never verified
 * nobody knows whether they pass: they are left out, as if they had not been written.
 *
 * @returns null where no exploration says anything
 */
export function evaluate(explorations: readonly Exploration[]): Evaluation | null {
  const cases = explorations.map(caseOf).filter(tellsOrdersApart);
  if (cases.length === 0) return null;
  const random = cases.map(randomRuns);
  const results = allSelectors.map((selector): SelectorResult => {
    const runs = selector.name === 'random' ? random : cases.map((each) => meanRuns(selector, each));
    return {
      name: selector.name,
      runs: meanOf(runs),
      relative: ratioOfMeans(runs.map((value, index) => [value, random[index]!])),
    };
  });
  return {
    explorations: cases.length,
    randomRuns: meanOf(random),
    selectors: results.toSorted((a, b) => a.runs - b.runs),
  };
}

function caseOf(state: Exploration): Case {
  const pool = new Pool(state.plan.seed);
  for (const { attempt } of state.unusable) pool.add({ attempt, candidate: null });
  const rewardById = new Map<number, number>();
  for (const { id, edits, attempts, progress } of state.candidates.values()) {
    const candidate = { id, length: editedLength(edits) };
    for (const attempt of attempts) pool.add({ attempt, candidate });
    if (progress.kind === 'verified') rewardById.set(id, rewardOf(progress.verdict));
  }
  const { candidates, traits } = pool.whole();
  const known = traits.flatMap((each, row) => {
    const reward = rewardById.get(candidates[row]!);
    return reward === undefined ? [] : [{ traits: each, reward }];
  });
  return { candidates: known.map((each) => each.traits), rewards: known.map(({ reward }) => reward) };
}
