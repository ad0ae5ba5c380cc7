/**
 * The items that are neither null nor undefined, in their order.
 * Example: withoutMissing([1, null, 2, undefined]) is [1, 2].
 */
export function withoutMissing<T>(items: readonly (T | null | undefined)[]): T[] {
  throw new Error('not implemented');
}
