/**
 * How many letters of a text are vowels (a, e, i, o, u), in capitals or not.
 * Example: countVowels('Apple') is 2.
 */
export function countVowels(text) {
  throw new Error('not implemented');
}
