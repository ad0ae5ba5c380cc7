export interface PriorityQueue<T> {
  readonly size: number;
  add(item: T): void;
  /** Takes the first item out; undefined where there is none. */
  take(): T | undefined;
}

export function createQueue<T>(compare: (left: T, right: T) => number): PriorityQueue<T> {
  const heap: { item: T; turn: number }[] = [];
  let turns = 0;
  const isBefore = (a: number, b: number) => {
    const [left, right] = [heap[a], heap[b]];
    if (!left || !right) return left !== undefined;
    return (compare(left.item, right.item) || left.turn - right.turn) < 0;
  };
  const swap = (a: number, b: number) => {
    const [left, right] = [heap[a], heap[b]];
    if (left && right) [heap[a], heap[b]] = [right, left];
  };
  return {
    get size() {
      return heap.length;
    },
    add(item) {
      heap.push({ item, turn: turns++ });
      let at = heap.length - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!isBefore(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    },
    take() {
      swap(0, heap.length - 1);
      const taken = heap.pop();
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        const child = isBefore(left, right) ? left : right;
        if (!heap[child] || !isBefore(child, at)) break;
        swap(at, child);
        at = child;
      }
      return taken?.item;
    },
  };
}
