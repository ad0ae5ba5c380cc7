import { defaultPlan } from '../../src/core/defaults.js';
import type { SamplingOptions } from '../../src/core/domain.js';
import type { SetName } from '../selection/problems/problem.js';

/** A pool for each problem of a set, by one model in one way. */
export interface PoolPlan {
  readonly name: string;
  readonly model: 'embedded' | 'coder';
  readonly set: SetName;
  /** Every so many-th problem of the set. */
  readonly every: number;
  readonly attempts: number;
  readonly sampling: SamplingOptions;
  readonly seed: number;
  readonly maxTokens: number;
}

const plain = { every: 1, attempts: 64, seed: 1, sampling: defaultPlan.sampling, maxTokens: 256 } as const;
const hot = { ...defaultPlan.sampling, temperature: 1.5 };

/** All pools, in the order in which they are made. */
export const plans: readonly PoolPlan[] = [
  { ...plain, name: 'humaneval-embedded', model: 'embedded', set: 'humaneval' },
  { ...plain, name: 'javascript-embedded', model: 'embedded', set: 'javascript' },
  { ...plain, name: 'typescript-embedded', model: 'embedded', set: 'typescript' },
  { ...plain, name: 'humaneval-coder', model: 'coder', set: 'humaneval', every: 4 },
  { ...plain, name: 'javascript-coder', model: 'coder', set: 'javascript' },
  { ...plain, name: 'typescript-coder', model: 'coder', set: 'typescript' },
  { ...plain, name: 'game24-coder', model: 'coder', set: 'game24' },
  { ...plain, name: 'javascript-hot-embedded', model: 'embedded', set: 'javascript', sampling: hot },
  { ...plain, name: 'javascript-hot-coder', model: 'coder', set: 'javascript', sampling: hot },
];
