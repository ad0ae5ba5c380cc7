/**
 * The sum of the squares of some numbers.
 * Example: sumOfSquares([1, 2, 3]) is 14.
 */
export function sumOfSquares(numbers) {
  throw new Error('not implemented');
}
