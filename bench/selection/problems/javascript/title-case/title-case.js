/**
 * A sentence with the first letter of each word as a capital and all others small. Words are separated by one space.
 * Example: titleCase('the QUICK fox') is 'The Quick Fox'.
 */
export function titleCase(sentence) {
  throw new Error('not implemented');
}
