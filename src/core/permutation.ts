import type { RandomStream } from './random.js';

/** 0 … count-1 in random order, each order as likely as any other (Fisher and Yates). */
export function permutation(count: number, random: RandomStream): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
