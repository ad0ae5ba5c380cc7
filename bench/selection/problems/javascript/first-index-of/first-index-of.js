/**
 * The first index of a number in a sorted list, by binary search; -1 where it is not in it. Lists are long: looking at
 * every element takes too much time.
 * Example: firstIndexOf([1, 3, 3, 5], 3) is 1.
 */
export function firstIndexOf(sorted, wanted) {
  throw new Error('not implemented');
}
