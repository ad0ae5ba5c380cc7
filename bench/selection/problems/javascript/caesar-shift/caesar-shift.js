/**
 * A text with every letter a to z and A to Z moved by some places in the alphabet, and from its end on to its start.
 * The places may be negative or more than 26; other characters stay.
 * Example: caesarShift('Xyz!', 3) is 'Abc!'.
 */
export function caesarShift(text, places) {
  throw new Error('not implemented');
}
