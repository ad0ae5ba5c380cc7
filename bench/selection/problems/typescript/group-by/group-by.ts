/**
 * Items in groups of those with the same key. Groups come in the order of their first items, and items in a group
 * in their order.
 * Example: groupBy([1, 2, 3], (n) => n % 2) is a Map of 1 to [1, 3] and 0 to [2].
 */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  throw new Error('not implemented');
}
