/**
 * How often each value of a list of texts comes, as an object.
 * Example: countOccurrences(['a', 'b', 'a']) is { a: 2, b: 1 }.
 */
export function countOccurrences(values) {
  throw new Error('not implemented');
}
