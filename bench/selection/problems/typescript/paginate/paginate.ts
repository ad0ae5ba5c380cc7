export interface Page<T> {
  items: T[];
  /** From 1; the nearest that there is. */
  page: number;
  /** How many there are; 1 at least. */
  pages: number;
  hasNext: boolean;
}

/**
 * One page of a list, with so many items a page. A page below 1 is the first, one behind the last is the last.
 * Example: paginate([1, 2, 3], 2, 2) is { items: [3], page: 2, pages: 2, hasNext: false }.
 */
export function paginate<T>(items: readonly T[], page: number, size: number): Page<T> {
  throw new Error('not implemented');
}
