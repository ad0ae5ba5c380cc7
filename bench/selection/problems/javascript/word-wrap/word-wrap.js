/**
 * A text as lines of at most `width` characters. Words are separated by white space; a line takes as many as fit, with
 * one space between. A word that is longer than a line is cut into pieces of the width, and begins a line of its own;
 * its last piece goes on with the next words.
 * Example: wordWrap('to be or not', 5) is ['to be', 'or', 'not'].
 */
export function wordWrap(text, width) {
  throw new Error('not implemented');
}
