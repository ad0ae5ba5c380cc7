export function withoutMissing<T>(items: readonly (T | null | undefined)[]): T[] {
  return items.filter((item): item is T & {} => item !== null && item !== undefined);
}
