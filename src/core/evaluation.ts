import { RandomStream } from './random.js';
import type { CandidateTraits, Selector } from './selectors/selector.js';

/** What a selector chooses among, and what it would find. */
export interface Case {
  readonly candidates: readonly CandidateTraits[];
  /** By row: 1 where the candidate passes, see `rewardOf`. */
  readonly rewards: readonly number[];
}

/** How many verifier runs a selector needs until the first success; one of the candidates must pass. */
export function runsToSuccess(selector: Selector, { candidates, rewards }: Case, seed: number): number {
  const selection = selector.begin(candidates, RandomStream.of(seed));
  for (let runs = 1; runs <= candidates.length; runs++) {
    const row = selection.propose();
    selection.take(row);
    const reward = rewards[row]!;
    if (reward === 1) return runs;
    selection.learn(row, reward);
  }
  throw new RangeError('none of the candidates passes');
}

/** The expected number of runs in random order without replacement, c of n passing: (n + 1) / (c + 1). */
export function expectedRuns(n: number, c: number): number {
  return (n + 1) / (c + 1);
}
