/**
 * The longest strictly rising list of numbers that is left when some are taken out of a list. Of several as long, the
 * one whose last number is smallest, then the one before it, and so on.
 * Example: longestRising([5, 1, 4, 2, 3]) is [1, 2, 3].
 */
export function longestRising(numbers) {
  throw new Error('not implemented');
}
