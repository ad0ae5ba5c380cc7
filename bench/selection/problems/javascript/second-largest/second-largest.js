/**
 * The second largest of the different numbers in a list, or null if there are fewer than two different ones.
 * Example: secondLargest([4, 9, 7]) is 7.
 */
export function secondLargest(numbers) {
  throw new Error('not implemented');
}
