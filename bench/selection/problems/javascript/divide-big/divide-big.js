/**
 * Quotient and remainder of two whole numbers written as texts of digits without a sign, as texts without zeros in
 * front. Numbers may have hundreds of digits; BigInt must not be used. Division by zero throws a RangeError.
 * Example: divideBig('100', '7') is { quotient: '14', remainder: '2' }.
 */
export function divideBig(dividend, divisor) {
  throw new Error('not implemented');
}
