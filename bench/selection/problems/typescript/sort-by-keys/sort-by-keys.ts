type Key<T> = (item: T) => string | number;

/**
 * The items sorted by a key, where that is equal by the next one, and so on, from small to large; items equal in all
 * keep their order. Texts are compared by <. The list given is not changed.
 * Example: sortByKeys(['bb', 'a', 'ab'], [(text) => text.length, (text) => text]) is ['a', 'ab', 'bb'].
 */
export function sortByKeys<T>(items: readonly T[], keys: readonly Key<T>[]): T[] {
  throw new Error('not implemented');
}
