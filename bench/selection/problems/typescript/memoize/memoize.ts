/**
 * A function that answers as the given one, which it asks only once for arguments of the same key. A call that throws
 * is not kept. Without `keyOf` the key is the first argument.
 * Example: with memoize((n: number) => n * 2) two calls of 5 compute 10 once.
 */
export function memoize<A extends unknown[], R>(
  compute: (...args: A) => R,
  keyOf?: (...args: A) => unknown,
): (...args: A) => R {
  throw new Error('not implemented');
}
