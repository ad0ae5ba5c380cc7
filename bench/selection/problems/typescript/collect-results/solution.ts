export type Result<T, E> = { ok: true; value: T } | { ok: false; error: E };

export function collectResults<T, E>(results: readonly Result<T, E>[]): Result<T[], E[]> {
  const values: T[] = [];
  const errors: E[] = [];
  for (const result of results) {
    if (result.ok) values.push(result.value);
    else errors.push(result.error);
  }
  return errors.length > 0 ? { ok: false, error: errors } : { ok: true, value: values };
}
