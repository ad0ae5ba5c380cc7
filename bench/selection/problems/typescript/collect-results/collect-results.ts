export type Result<T, E> = { ok: true; value: T } | { ok: false; error: E };

/**
 * One result of many: ok with all values where every result is ok, else not ok with all errors, in their order.
 * Example: collectResults([{ ok: true, value: 1 }, { ok: false, error: 'x' }]) is { ok: false, error: ['x'] }.
 */
export function collectResults<T, E>(results: readonly Result<T, E>[]): Result<T[], E[]> {
  throw new Error('not implemented');
}
