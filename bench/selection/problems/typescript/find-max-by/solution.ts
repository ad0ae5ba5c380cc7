export function findMaxBy<T>(items: readonly T[], numberOf: (item: T) => number): T | undefined {
  let best: { item: T; value: number } | undefined;
  for (const item of items) {
    const value = numberOf(item);
    if (!best || value > best.value) best = { item, value };
  }
  return best?.item;
}
