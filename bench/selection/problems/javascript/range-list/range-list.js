/**
 * The whole numbers from first to last, both included; none if last is smaller.
 * Example: rangeList(2, 5) is [2, 3, 4, 5].
 */
export function rangeList(first, last) {
  throw new Error('not implemented');
}
