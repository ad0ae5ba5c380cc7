/**
 * A whole number from 1 to 3999 as a roman numeral.
 * Example: romanNumeral(14) is 'XIV'.
 */
export function romanNumeral(number) {
  throw new Error('not implemented');
}
