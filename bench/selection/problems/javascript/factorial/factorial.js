/**
 * The product of the whole numbers from 1 to n; 1 for n = 0.
 * Example: factorial(5) is 120.
 */
export function factorial(n) {
  throw new Error('not implemented');
}
