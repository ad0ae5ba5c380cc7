import type { Verdict } from '../domain.js';

/** No failed candidate is worth as much as one that passed, though its report may say that all checks passed. */
const mostOfFailed = 0.99;

/** What a verdict is worth to a selector: 1 where it passed, else the share of its checks that passed. */
export function rewardOf({ outcome, checks }: Verdict): number {
  if (outcome === 'pass') return 1;
  if (!checks || checks.total === 0) return 0;
  return Math.min(mostOfFailed, checks.passed / checks.total);
}
