export interface PriorityQueue<T> {
  readonly size: number;
  add(item: T): void;
  /** Takes the first item out; undefined where there is none. */
  take(): T | undefined;
}

/**
 * A queue that gives first what `compare` puts first (negative: the left one). Items that are equal come out in the
 * order in which they went in. Neither adding nor taking may look at all items.
 * Example: after add(3), add(1) and add(2) with (a, b) => a - b, take() is 1.
 */
export function createQueue<T>(compare: (left: T, right: T) => number): PriorityQueue<T> {
  throw new Error('not implemented');
}
