/**
 * Tokens with weights, of which the heaviest come out first: a binary heap that is sorted only as far as it is
 * asked. Ties go to the lower token. Reused from draw to draw, so that nothing is allocated.
 */
export class Candidates {
  private readonly tokens: Int32Array;
  private readonly weights: Float64Array;
  private count = 0;
  /** The first `unsorted` places are the heap; the sorted ones follow, the heaviest last. */
  private unsorted = 0;

  constructor(capacity: number) {
    this.tokens = new Int32Array(capacity);
    this.weights = new Float64Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
    this.unsorted = 0;
  }

  add(token: number, weight: number): void {
    this.tokens[this.count] = token;
    this.weights[this.count] = weight;
    this.count++;
  }

  /** To be called after the last `add`, before the first look at a rank. */
  heapify(): void {
    this.unsorted = this.count;
    for (let i = (this.count >> 1) - 1; i >= 0; i--) this.sink(i);
  }

  /** The weight of the candidate of this rank, 0 the heaviest. */
  weightAt(rank: number): number {
    return this.weights[this.placeOf(rank)]!;
  }

  /** The token of this rank, 0 the heaviest. */
  tokenAt(rank: number): number {
    return this.tokens[this.placeOf(rank)]!;
  }

  private placeOf(rank: number): number {
    const place = this.count - 1 - rank;
    while (this.unsorted > place) {
      this.unsorted--;
      this.swap(0, this.unsorted);
      this.sink(0);
    }
    return place;
  }

  private sink(from: number): void {
    let parent = from;
    while (true) {
      const left = 2 * parent + 1;
      const right = left + 1;
      let first = parent;
      if (left < this.unsorted && this.precedes(left, first)) first = left;
      if (right < this.unsorted && this.precedes(right, first)) first = right;
      if (first === parent) return;
      this.swap(parent, first);
      parent = first;
    }
  }

  private precedes(a: number, b: number): boolean {
    const difference = this.weights[a]! - this.weights[b]!;
    return difference > 0 || (difference === 0 && this.tokens[a]! < this.tokens[b]!);
  }

  private swap(a: number, b: number): void {
    const token = this.tokens[a]!;
    const weight = this.weights[a]!;
    this.tokens[a] = this.tokens[b]!;
    this.weights[a] = this.weights[b]!;
    this.tokens[b] = token;
    this.weights[b] = weight;
  }
}
