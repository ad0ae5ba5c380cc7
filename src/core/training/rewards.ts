import { meanOf } from '../statistics.js';
import { type BonusOptions, groupBonuses, spreadOf } from './bonus.js';

/**
 * What attempts are rewarded for beside what their verdicts say.
 *
 * - `grpo`: nothing.
 * - `unlikeliness`: r (1 - weight rank / n), rank 0 the least likely of the group (He et al. 2025, arXiv 2506.02355; weight 0.25),
 *   by the mean log-probability of tokens, as its authors' program has it: by the sum, it would be the longest.
 * - `bonus`: r + weight times the representation bonus, for right and wrong attempts alike, unless none is right (RepExp,
 *   arXiv 2510.11686; weight 0.01).
 */
export type RewardArm =
  | { readonly kind: 'grpo' }
  | { readonly kind: 'unlikeliness'; readonly weight: number }
  | ({ readonly kind: 'bonus'; readonly weight: number } & BonusOptions);

/** The arms that are compared, as published, and ours: the bonus of scaled features. */
export const rewardArms = {
  grpo: { kind: 'grpo' },
  unlikeliness: { kind: 'unlikeliness', weight: 0.25 },
  repexp: { kind: 'bonus', weight: 0.01, lambda: 0.01, scale: 'none' },
  'repexp-scaled': { kind: 'bonus', weight: 0.01, lambda: 0.01, scale: 'root-mean-square' },
} as const satisfies Readonly<Record<string, RewardArm>>;
export type RewardArmName = keyof typeof rewardArms;

/** One of a group's attempts. */
export interface RewardedAttempt {
  /** What its verdict is worth: 1 where it passed, else less. */
  readonly reward: number;
  /** The mean of its tokens'. */
  readonly meanLogProbability: number;
  /** By the frozen initial model, of the same length for all; the bonus alone looks at them. */
  readonly features: Float64Array;
}

export interface Advantages {
  /** Of each attempt: 0 for all where their rewards are equal. */
  readonly values: readonly number[];
  /** Of the bonus within the group, which tells whether it rewards anything; null where there is none. */
  readonly spread: number | null;
}

/** What keeps a group of equal rewards from being divided by 0, as verl has it. */
export const epsilon = 1e-6;

/**
 * How much better each attempt of a group was than the others (GRPO: Shao et al. 2024, arXiv 2402.03300): its reward, less the
 * group's mean, by the group's standard deviation (of n - 1, as verl and PyTorch have it).
 */
export function advantagesOf(group: readonly RewardedAttempt[], arm: RewardArm): Advantages {
  const { rewards, spread } = shaped(group, arm);
  const middle = meanOf(rewards);
  const variance = rewards.reduce((sum, reward) => sum + (reward - middle) ** 2, 0) / Math.max(1, rewards.length - 1);
  const deviation = Math.sqrt(variance);
  // Rounding alone must not become a reward.
  const isFlat = deviation < 1e-9;
  return { values: rewards.map((reward) => (isFlat ? 0 : (reward - middle) / (deviation + epsilon))), spread };
}

function shaped(group: readonly RewardedAttempt[], arm: RewardArm) {
  const plain = group.map(({ reward }) => reward);
  if (arm.kind === 'grpo') return { rewards: plain, spread: null };
  if (arm.kind === 'unlikeliness') {
    const order = [...group.keys()].sort(
      (a, b) => group[a]!.meanLogProbability - group[b]!.meanLogProbability || a - b,
    );
    const rewards = plain.map((reward, attempt) => reward * (1 - (arm.weight * order.indexOf(attempt)) / group.length));
    return { rewards, spread: null };
  }
  const bonuses = groupBonuses(
    group.map(({ features }) => features),
    arm,
  );
  const spread = spreadOf(bonuses);
  if (plain.every((reward) => reward < 1)) return { rewards: plain, spread };
  return { rewards: plain.map((reward, attempt) => reward + arm.weight * bonuses[attempt]!), spread };
}
