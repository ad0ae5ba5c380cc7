/**
 * The value that each item has under a key.
 * Example: pluck([{ a: 1 }, { a: 2 }], 'a') is [1, 2].
 */
export function pluck<T, K extends keyof T>(items: readonly T[], key: K): T[K][] {
  throw new Error('not implemented');
}
