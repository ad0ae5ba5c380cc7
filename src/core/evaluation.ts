import { RandomStream } from './random.js';
import { expectedVerifications } from './random-order.js';
import type { CandidateTraits, Selector } from './selectors/selector.js';
import { meanOf } from './statistics.js';

/** What a selector chooses among, and what it would find. */
export interface Case {
  readonly candidates: readonly CandidateTraits[];
  /** By row: 1 where the candidate passes, see `rewardOf`. */
  readonly rewards: readonly number[];
}

/** Seeds over which what a selector leaves to chance is averaged. */
const seeds = [1, 2, 3, 4, 5];

/** Whether order matters: some of the candidates pass, and some do not. */
export function tellsOrdersApart({ rewards }: Case): boolean {
  const passed = passing(rewards);
  return passed > 0 && passed < rewards.length;
}

/** The mean number of verifier runs that a selector needs until the first success; one of the candidates must pass. */
export function meanRuns(selector: Selector, each: Case): number {
  return meanOf(runsBySeed(selector, each));
}

/** The number of verifier runs until the first success, by seed; one of the candidates must pass. */
export function runsBySeed(selector: Selector, each: Case): readonly number[] {
  return seeds.map((seed) => runsToSuccess(selector, each, seed));
}

/** What random order of the candidates needs on average. */
export function randomRuns({ rewards }: Case): number {
  return expectedVerifications(rewards.length, passing(rewards));
}

function runsToSuccess(selector: Selector, { candidates, rewards }: Case, seed: number): number {
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

/** How many of the candidates pass. */
export function passing(rewards: readonly number[]): number {
  return rewards.filter((reward) => reward === 1).length;
}
