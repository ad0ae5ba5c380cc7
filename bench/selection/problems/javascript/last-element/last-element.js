/**
 * The last element of a list, or null if the list is empty.
 * Example: lastElement([1, 2, 3]) is 3.
 */
export function lastElement(list) {
  throw new Error('not implemented');
}
