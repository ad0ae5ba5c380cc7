/**
 * What must be set on one object so that it equals another of the same type: the keys whose values differ by
 * Object.is, with their new values. A key that is gone counts as undefined.
 * Example: changedKeys({ a: 1, b: 2 }, { a: 1, b: 3 }) is { b: 3 }.
 */
export function changedKeys<T extends object>(before: T, after: T): Partial<T> {
  throw new Error('not implemented');
}
