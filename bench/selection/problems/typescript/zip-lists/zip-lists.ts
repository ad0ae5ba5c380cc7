/**
 * Pairs of the items that two lists have at the same place, as many as the shorter list has.
 * Example: zipLists([1, 2], ['a', 'b']) is [[1, 'a'], [2, 'b']].
 */
export function zipLists<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  throw new Error('not implemented');
}
