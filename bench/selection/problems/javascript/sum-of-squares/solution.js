export function sumOfSquares(numbers) {
  return numbers.reduce((sum, number) => sum + number * number, 0);
}
