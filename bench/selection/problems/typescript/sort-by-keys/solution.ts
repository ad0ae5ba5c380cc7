type Key<T> = (item: T) => string | number;

export function sortByKeys<T>(items: readonly T[], keys: readonly Key<T>[]): T[] {
  return [...items].sort((a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left < right) return -1;
      if (left > right) return 1;
    }
    return 0;
  });
}
