/**
 * The sum of a number that is taken from each item.
 * Example: sumBy([{ n: 1 }, { n: 2 }], (item) => item.n) is 3.
 */
export function sumBy<T>(items: readonly T[], numberOf: (item: T) => number): number {
  throw new Error('not implemented');
}
