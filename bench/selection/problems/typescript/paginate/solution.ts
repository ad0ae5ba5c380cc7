export interface Page<T> {
  items: T[];
  /** From 1; the nearest that there is. */
  page: number;
  /** How many there are; 1 at least. */
  pages: number;
  hasNext: boolean;
}

export function paginate<T>(items: readonly T[], page: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const shown = Math.min(Math.max(page, 1), pages);
  return { items: items.slice((shown - 1) * size, shown * size), page: shown, pages, hasNext: shown < pages };
}
