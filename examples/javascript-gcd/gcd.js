/**
 * The greatest common divisor of two positive whole numbers.
 */
export function gcd(a, b) {
  throw new Error('not implemented');
}
