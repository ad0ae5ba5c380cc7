/**
 * Whether two values are equal: primitives by ===, but NaN equals NaN; arrays and plain objects by what is in them,
 * in any order of keys. An array never equals an object.
 * Example: deepEqual({ a: [1, 2] }, { a: [1, 2] }) is true.
 */
export function deepEqual(left, right) {
  throw new Error('not implemented');
}
