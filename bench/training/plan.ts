import type { RewardArmName } from '../../src/core/training/rewards.js';
import { defaultTrainingPlan, type TrainingPlan } from '../../src/train/plan.js';

/** The arms that are compared, each with the same budget. */
export const arms: readonly RewardArmName[] = ['grpo', 'repexp-scaled', 'repexp', 'unlikeliness'];

/** Attempts at each left-out problem at the end. */
export const finalAttempts = 64;

/** Attempts at each training problem before, by which those are found that the model solves sometimes. */
export const triedAttempts = 16;

/** The plan of a training: its problems are short, and its steps few, for eight of them take hours on two cores. */
export function planOf(arm: RewardArmName, seed: number, steps: number): TrainingPlan {
  const { optimizer, evaluation } = defaultTrainingPlan;
  return {
    ...defaultTrainingPlan,
    arm,
    seed,
    steps,
    maxTokens: 96,
    optimizer: { ...optimizer, learningRate: 5e-4 },
    // The left-out problems are examined once, at the end: nothing is to be chosen by them.
    evaluation: { ...evaluation, every: Number.MAX_SAFE_INTEGER, attempts: 1, patience: Number.MAX_SAFE_INTEGER },
  };
}
