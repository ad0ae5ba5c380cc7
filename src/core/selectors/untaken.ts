import type { RandomStream } from '../random.js';

/** A number a row. */
export type Score = (row: number) => number;

/** A number a row; where it is below the floor, anything below that, if that is cheaper. */
export type FlooredScore = (row: number, floor: number) => number;

/** The rows of a pool that were not taken yet. Where one is asked for, at least one must be left. */
export class Untaken {
  private readonly taken: Uint8Array;
  private left: number;

  constructor(rows: number) {
    this.taken = new Uint8Array(rows);
    this.left = rows;
  }

  has(row: number): boolean {
    return this.taken[row] === 0;
  }

  /** @throws RangeError where it was taken before, or there is no such row */
  take(row: number): void {
    if (!this.has(row)) throw new RangeError(`row ${row} cannot be taken`);
    this.taken[row] = 1;
    this.left--;
  }

  /** One of them, each as likely. */
  any(random: RandomStream): number {
    let [row, skip] = [-1, random.below(this.left) + 1];
    while (skip > 0) if (this.taken[++row] === 0) skip--;
    return row;
  }

  /** The first of an order of all rows. */
  firstOf(order: readonly number[]): number {
    return order.find((row) => this.has(row))!;
  }

  /** The one with the largest score, the lowest of equals. */
  best(score: Score): number {
    let best = -1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < this.taken.length; row++) {
      if (this.taken[row] === 1) continue;
      const value = score(row);
      if (best < 0 || value > highest) [best, highest] = [row, value];
    }
    return best;
  }

  /**
   * As `best`, asking for the scores of those rows only that may be the best by a bound: never below the score, and cheaper
   * (lazy greedy maximisation, Minoux 1978).
   */
  bestWithin(bound: Score, score: FlooredScore): number {
    let best = this.best(bound);
    let highest = score(best, Number.NEGATIVE_INFINITY);
    const beats = (value: number, row: number) => value > highest || (value === highest && row < best);
    for (let row = 0; row < this.taken.length; row++) {
      if (this.taken[row] === 1 || !beats(bound(row), row)) continue;
      const value = score(row, highest);
      if (beats(value, row)) [best, highest] = [row, value];
    }
    return best;
  }
}
