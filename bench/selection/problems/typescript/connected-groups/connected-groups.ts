/**
 * Items in groups of those that pairs connect, directly or by way of others. Groups come in the order of their first
 * items, and items in a group in their order. A pair with something that is no item throws a RangeError.
 * Example: connectedGroups(['a', 'b', 'c'], [['a', 'c']]) is [['a', 'c'], ['b']].
 */
export function connectedGroups<T>(items: readonly T[], pairs: readonly (readonly [T, T])[]): T[][] {
  throw new Error('not implemented');
}
