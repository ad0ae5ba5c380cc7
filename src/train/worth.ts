import type { Verdict } from '../core/domain.js';
import { rewardOf } from '../core/selectors/reward.js';

/** What a candidate that did not pass is worth: nothing, or the share of its checks that passed. */
export type RewardKind = 'passes' | 'checks';

/** What a verdict is worth to a training: 1 where it passed. */
export function worthOf(verdict: Verdict, kind: RewardKind): number {
  const reward = rewardOf(verdict);
  return kind === 'checks' ? reward : Math.floor(reward);
}
