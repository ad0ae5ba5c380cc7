import { defaultPlan } from '../../src/core/defaults.js';
import type { SamplingOptions } from '../../src/core/domain.js';

/** A pool for each problem of a set, by one model in one way. */
export interface PoolPlan {
  readonly name: string;
  readonly model: 'embedded' | 'coder';
  /** Every so many-th problem of the set. */
  readonly every: number;
  readonly attempts: number;
  readonly sampling: SamplingOptions;
  readonly seed: number;
  readonly maxTokens: number;
}

const plain = { every: 1, attempts: 64, seed: 1, sampling: defaultPlan.sampling, maxTokens: 256 } as const;

/** All pools, in the order in which they are made. */
export const plans: readonly PoolPlan[] = [
  { ...plain, name: 'humaneval-embedded', model: 'embedded' },
  { ...plain, name: 'humaneval-coder', model: 'coder', every: 4 },
];
