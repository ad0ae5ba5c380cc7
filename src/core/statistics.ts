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

/** A difference of two means over the same problems, with its 95 % interval. */
export interface DifferenceInterval {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

type Pair = readonly [a: number, b: number];

const resamples = 2000;

/** `0.52 (0.41 to 0.66)`. */
export function intervalText({ ratio, low, high }: RatioInterval): string {
  return `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/**
 * mean(a) / mean(b) over paired values, with the percentile interval of a paired bootstrap over the pairs (Efron and
 * Tibshirani 1993, chapter 13).
 */
export function ratioOfMeans(pairs: readonly Pair[]): RatioInterval {
  const { value, low, high } = bootstrap(pairs, (a, b) => a / b);
  return { ratio: value, low, high };
}

/** mean(a) - mean(b) over paired values, with an interval as that of `ratioOfMeans`. */
export function differenceOfMeans(pairs: readonly Pair[]): DifferenceInterval {
  const { value, low, high } = bootstrap(pairs, (a, b) => (a - b) / pairs.length);
  return { difference: value, low, high };
}

function bootstrap(pairs: readonly Pair[], ofSums: (a: number, b: number) => number) {
  const random = RandomStream.of(1);
  const statisticOf = (chosen: (index: number) => Pair) => {
    let [a, b] = [0, 0];
    for (let i = 0; i < pairs.length; i++) {
      const pair = chosen(i);
      a += pair[0];
      b += pair[1];
    }
    return ofSums(a, b);
  };
  const values = Array.from({ length: resamples }, () => statisticOf(() => pairs[random.below(pairs.length)]!));
  values.sort((x, y) => x - y);
  const at = (share: number) => values[Math.min(resamples - 1, Math.floor(share * resamples))]!;
  return { value: statisticOf((index) => pairs[index]!), low: at(0.025), high: at(0.975) };
}
