/**
 * The different values of a list, in the order in which they first come.
 * Example: uniqueValues([3, 1, 3, 2, 1]) is [3, 1, 2].
 */
export function uniqueValues(list) {
  throw new Error('not implemented');
}
