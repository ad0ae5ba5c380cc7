/**
 * Whether every bracket of a text, (), [] or {}, is closed by its own kind in the right order. Other characters do
 * not matter.
 * Example: balancedBrackets('a(b[c]{d})') is true.
 */
export function balancedBrackets(text) {
  throw new Error('not implemented');
}
