/** Two neighbours that can be joined, by their places. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly score: number;
  /** Characters of both when the pair was found; another number later means that one of them has changed. */
  readonly length: number;
}

/** Gives back the pair with the highest score, of equals the leftmost. A binary heap. */
export class PairQueue {
  private readonly heap: Pair[] = [];

  push(pair: Pair): void {
    const { heap } = this;
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !precedes(pair, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = pair;
  }

  pop(): Pair | undefined {
    const { heap } = this;
    const [top] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      let below = heap[child];
      const other = heap[child + 1];
      if (below !== undefined && other !== undefined && precedes(other, below)) {
        below = other;
        child++;
      }
      if (below === undefined || !precedes(below, last)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
    return top;
  }
}

function precedes(a: Pair, b: Pair): boolean {
  return a.score > b.score || (a.score === b.score && a.first < b.first);
}
