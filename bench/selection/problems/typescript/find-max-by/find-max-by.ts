/**
 * The item for which a number is largest, the first of several; undefined if there are no items.
 * Example: findMaxBy(['a', 'ccc', 'bb'], (text) => text.length) is 'ccc'.
 */
export function findMaxBy<T>(items: readonly T[], numberOf: (item: T) => number): T | undefined {
  throw new Error('not implemented');
}
