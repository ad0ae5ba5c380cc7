/**
 * Intervals [start, end] in order, with those that overlap or touch joined into one. They come in any order, and the
 * list given is not changed.
 * Example: mergeIntervals([[5, 8], [1, 3], [2, 4]]) is [[1, 4], [5, 8]].
 */
export function mergeIntervals(intervals) {
  throw new Error('not implemented');
}
