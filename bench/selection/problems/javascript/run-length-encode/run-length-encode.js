/**
 * A text with each run of equal letters written as its length and the letter. A run of one is the letter alone.
 * Example: runLengthEncode('aaabcc') is '3ab2c'.
 */
export function runLengthEncode(text) {
  throw new Error('not implemented');
}
