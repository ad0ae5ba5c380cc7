import { RandomStream } from './random.js';

/** NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A ratio of two means over the same problems, with its 95 % interval. */
export interface RatioInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** `0.52 (0.41 to 0.66)`. */
export function intervalText({ ratio, low, high }: RatioInterval): string {
  return `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/**
 * mean(a) / mean(b) over paired values, with the percentile interval of a paired bootstrap over the pairs (Efron and
 * Tibshirani 1993, chapter 13).
 */
export function ratioOfMeans(pairs: readonly (readonly [a: number, b: number])[], resamples = 2000): RatioInterval {
  const random = RandomStream.of(1);
  const ratioOf = (chosen: (index: number) => readonly [number, number]) => {
    let [a, b] = [0, 0];
    for (let i = 0; i < pairs.length; i++) {
      const pair = chosen(i);
      a += pair[0];
      b += pair[1];
    }
    return a / b;
  };
  const ratios = Array.from({ length: resamples }, () => ratioOf(() => pairs[random.below(pairs.length)]!));
  ratios.sort((x, y) => x - y);
  const at = (share: number) => ratios[Math.min(resamples - 1, Math.floor(share * resamples))]!;
  return { ratio: ratioOf((index) => pairs[index]!), low: at(0.025), high: at(0.975) };
}
