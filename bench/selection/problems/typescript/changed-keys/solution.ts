export function changedKeys<T extends object>(before: T, after: T): Partial<T> {
  const changes: Partial<T> = {};
  for (const key of Object.keys({ ...before, ...after }) as (keyof T)[]) {
    if (!Object.is(before[key], after[key])) changes[key] = after[key];
  }
  return changes;
}
