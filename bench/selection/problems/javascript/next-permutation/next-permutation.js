/**
 * The list of the same numbers that comes next in the order of dictionaries, or null after the last one. Numbers may
 * come more than once, and the list given is not changed.
 * Example: nextPermutation([1, 3, 2]) is [2, 1, 3].
 */
export function nextPermutation(numbers) {
  throw new Error('not implemented');
}
