import { passAtK } from './pass-at-k.js';
import { proportionInterval } from './proportion.js';

/** pass@k and its 95 % interval; all in [0, 1]. */
export interface CurvePoint {
  readonly k: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * pass@k for k = 1 … n, given that c of n attempts are correct. The interval is that of one attempt's probability p,
 * carried over to 1 - (1 - p)^k, which grows with p: so it holds for all k at once. Where k is close to n the estimate
 * rests on very few samples and may lie above it; the interval is then extended to it.
 */
export function passCurve(n: number, c: number): CurvePoint[] {
  if (n === 0) return [];
  const [low, high] = proportionInterval(c, n);
  const atLeastOne = (p: number, k: number) => 1 - (1 - p) ** k;
  return Array.from({ length: n }, (_, index) => {
    const k = index + 1;
    const estimate = passAtK(n, c, k);
    return { k, estimate, low: atLeastOne(low, k), high: Math.max(estimate, atLeastOne(high, k)) };
  });
}
