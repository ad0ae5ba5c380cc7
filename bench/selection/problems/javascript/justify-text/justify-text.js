/**
 * Words as lines of exactly `width` characters. A line takes as many words as fit. What is left over becomes spaces
 * between them, as evenly as can be, and where they are not even those on the right are wider. The last line, and a
 * line of one word, have single spaces and are filled up on the right. No word is longer than the width.
 * Example: justifyText(['a', 'bb', 'c', 'dddd'], 7) is ['a bb  c', 'dddd   '].
 */
export function justifyText(words, width) {
  throw new Error('not implemented');
}
