/**
 * A list cut into lists of the given size; the last may be shorter. A size below 1 throws a RangeError.
 * Example: chunkList([1, 2, 3, 4, 5], 2) is [[1, 2], [3, 4], [5]].
 */
export function chunkList(list, size) {
  throw new Error('not implemented');
}
