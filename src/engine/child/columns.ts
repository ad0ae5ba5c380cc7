import { masked } from './step.js';

/**
 * Which columns of the rows' caches hold what. In each step all rows write into one and the same column; a row sees
 * those that were written since its response began. So a finished row is replaced by a new response through masking
 * alone. A column that nobody sees any more is written again, so that there are never more columns than the oldest
 * response has tokens, or had.
 */
export class Columns {
  /** Columns in the order of their last writing. */
  private readonly order: number[] = [];
  /** How often was written when each column was written last. */
  private readonly writtenAt: number[] = [];
  private writes = 0;
  private rows: Row[];

  /** @param reserve the most columns there can be */
  constructor(rows: number, reserve: number) {
    this.rows = Array.from({ length: rows }, () => ({ begun: 0, bias: new Float32Array(reserve).fill(masked) }));
  }

  /** The column that the next step writes. */
  get next(): number {
    const [oldest] = this.order;
    const unseen = oldest !== undefined && this.rows.every(({ begun }) => begun > this.writtenAt[oldest]!);
    return unseen ? oldest : this.order.length;
  }

  /** All rows have written into `next`, and see it from now on. */
  advance(): void {
    const column = this.next;
    if (column === this.order[0]) this.order.shift();
    this.order.push(column);
    this.writtenAt[column] = this.writes;
    this.writes++;
    for (const { begun, bias } of this.rows) if (begun < this.writes) bias[column] = 0;
  }

  /** A new response begins in this row: it sees none of the columns. */
  begin(row: number): void {
    this.rows[row]!.begun = this.writes;
    this.rows[row]!.bias.fill(masked);
  }

  /** Nothing is written in this row any more. */
  end(row: number): void {
    this.rows[row]!.begun = Number.POSITIVE_INFINITY;
  }

  /** Forgets all rows but these. */
  keepRows(rows: readonly number[]): void {
    this.rows = rows.map((row) => this.rows[row]!);
  }

  /** What is added to the row's score of each of the first columns: 0, or `masked`. */
  biasOf(row: number, columns: number): Float32Array {
    return this.rows[row]!.bias.subarray(0, columns);
  }
}

interface Row {
  /** How often was written before its response began; infinity when it has none. */
  begun: number;
  readonly bias: Float32Array;
}
