import { describe, expect, it } from 'vitest';
import { groupBonuses } from '../../../../src/core/training/bonus.js';
import { advantagesOf, type RewardArm, rewardArms } from '../../../../src/core/training/rewards.js';
import { close } from '../close.js';

const group = [
  { reward: 1, meanLogProbability: -1, features: Float64Array.of(0.3, -0.1) },
  { reward: 0.5, meanLogProbability: -4, features: Float64Array.of(0, 0.2) },
  { reward: 1, meanLogProbability: -0.5, features: Float64Array.of(-0.1, -0.1) },
  { reward: 1, meanLogProbability: -4, features: Float64Array.of(0.7, 0.4) },
];

/** What GRPO alone makes of rewards that another arm is expected to come to. */
const ofRewards = (rewards: readonly number[]) =>
  advantagesOf(
    rewards.map((reward, attempt) => ({ ...group[attempt]!, reward })),
    rewardArms.grpo,
  ).values;

const valuesOf = (arm: RewardArm) => advantagesOf(group, arm).values;

describe('rewards before they are normalised', () => {
  it('by unlikeliness: the likelier lose more, of equals the later', () => {
    const expected = [1 - 0.25 * (2 / 4), 0.5, 1 - 0.25 * (3 / 4), 1 - 0.25 * (1 / 4)];
    close(valuesOf(rewardArms.unlikeliness), ofRewards(expected));
  });

  it.each(['repexp', 'repexp-scaled'] as const)('by %s: a hundredth of the bonus on top', (name) => {
    const bonuses = groupBonuses(
      group.map(({ features }) => features),
      rewardArms[name],
    );
    close(valuesOf(rewardArms[name]), ofRewards(group.map(({ reward }, i) => reward + 0.01 * bonuses[i]!)));
  });
});

it('where verdicts tell nothing, a bonus counts as much as verdicts elsewhere', () => {
  const right = group.map((attempt) => ({ ...attempt, reward: 1 }));
  expect(Math.max(...advantagesOf(right, rewardArms['repexp-scaled']).values)).toBeGreaterThan(0.5);
});
