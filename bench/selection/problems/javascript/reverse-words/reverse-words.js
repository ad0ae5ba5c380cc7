/**
 * The words of a sentence in the opposite order, with one space between them.
 * Example: reverseWords('one two three') is 'three two one'.
 */
export function reverseWords(sentence) {
  throw new Error('not implemented');
}
