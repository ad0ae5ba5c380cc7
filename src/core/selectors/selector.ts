import type { RandomStream } from '../random.js';

/** A candidate as selectors see it. */
export interface CandidateTraits {
  /** Its features, centred on the pool (METHOD.md section 1); all of a pool have the same length d. */
  readonly features: Float64Array;
  /** How many attempts said it. */
  readonly attempts: number;
  /** The mean over its attempts of their mean natural log-probability a token. */
  readonly meanLogProbability: number;
  /** Characters of the code that it writes. */
  readonly length: number;
  /** Equal for candidates that are known to behave alike; left out where nothing is known. */
  readonly behaviour?: string;
}

/** One selector at work on one pool, whose candidates are called by their rows. */
export interface Selection {
  /** The row to verify next: one that was not taken yet, of which there must be at least one. */
  propose(): number;
  /** That row is to be verified; whoever proposed it, it was not taken before. */
  take(row: number): void;
  /** What became of a row that was taken: 1 where it passed, else the share of its checks that passed, below 1. */
  learn(row: number, reward: number): void;
}

/** Decides which candidate is verified next. */
export interface Selector {
  readonly name: string;
  /** One line for a person who chooses. */
  readonly description: string;
  /** What the pick after `earlier` others is, made among the first `pool` attempts. */
  choice(earlier: number, pool: number): string;
  /**
   * Begins with a pool of which nothing is taken.
   *
   * @throws FeaturesError where it looks at features, and they are not finite or not of one length
   * @param random what is left to chance is drawn from it, by `propose` alone
   */
  begin(candidates: readonly CandidateTraits[], random: RandomStream): Selection;
}
