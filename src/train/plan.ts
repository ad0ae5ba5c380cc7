import { defaultPlan } from '../core/defaults.js';
import type { SamplingOptions } from '../core/domain.js';
import type { AdamWOptions } from '../core/training/adamw.js';
import type { RewardArmName } from '../core/training/rewards.js';
import type { RewardKind } from './worth.js';

/** What a training does; with its problems and the model, all that it does follows from it. */
export interface TrainingPlan {
  readonly steps: number;
  readonly arm: RewardArmName;
  /** What a verdict is worth: whether it passed, or the share of its checks. */
  readonly reward: RewardKind;
  /** Of the adapter. */
  readonly rank: number;
  readonly seed: number;
  /** Attempts at one problem. */
  readonly groupSize: number;
  /** Problems in a step. */
  readonly groupsPerStep: number;
  readonly sampling: SamplingOptions;
  readonly maxTokens: number;
  readonly clip: { readonly low: number; readonly high: number };
  readonly divergenceWeight: number;
  readonly optimizer: AdamWOptions;
  readonly evaluation: EvaluationPlan;
}

/** How it is found out whether it helps: on problems that are left out of it. */
export interface EvaluationPlan {
  /** Steps from one to the next; there is one before the first step and one after the last. */
  readonly every: number;
  /** Attempts at each problem. */
  readonly attempts: number;
  /** As explorations draw, whatever the training draws. */
  readonly sampling: SamplingOptions;
  /** After so many of them without a better pass@1 the training ends. */
  readonly patience: number;
}

/** The paper's, but for the learning rate, which is that of adapters. */
export const defaultTrainingPlan: TrainingPlan = {
  steps: 60,
  arm: 'repexp-scaled',
  reward: 'passes',
  rank: 16,
  seed: 1,
  groupSize: 8,
  groupsPerStep: 4,
  sampling: { temperature: 1, topP: 1, topK: 0, minP: 0 },
  maxTokens: 256,
  clip: { low: 0.2, high: 0.2 },
  divergenceWeight: 0,
  optimizer: {
    learningRate: 1e-4,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
    maxGradientNorm: 1,
  },
  evaluation: { every: 10, attempts: 16, sampling: defaultPlan.sampling, patience: 3 },
};
