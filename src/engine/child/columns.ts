import { HIDDEN } from '../../model/graph/window.js';

/**
 * Which columns of the rows' caches hold what. In each step all rows write into one and the same column; a row sees
 * those that were written since its response began. So a finished row is replaced by a new response through masking
 * alone.
 *
 * A column that nobody sees any more is written again where that can be done (`reused`), so that there are never more
 * columns than the oldest response has tokens, or had. Elsewhere (`appended`) each step adds a column, and those that
 * nobody sees any more can be dropped from the beginning.
 */
export class Columns {
  /** Columns in the order of their last writing. */
  private readonly order: number[] = [];
  /** How often was written when each column was written last. */
  private readonly writtenAt: number[] = [];
  private writes = 0;
  private rows: Row[];

  constructor(
    rows: number,
    private readonly kind: 'reused' | 'appended',
  ) {
    this.rows = Array.from({ length: rows }, () => ({ begun: 0, bias: new Float32Array() }));
  }

  /** The column that the next step writes. */
  get next(): number {
    const [oldest] = this.order;
    return this.kind === 'reused' && oldest !== undefined && this.isUnseen(oldest) ? oldest : this.order.length;
  }

  /** How many of the first columns nobody sees any more, where columns are appended; the last one is always kept. */
  get droppable(): number {
    if (this.kind === 'reused') return 0;
    const last = this.order.length - 1;
    const seen = this.order.findIndex((column) => column === last || !this.isUnseen(column));
    return Math.max(0, seen);
  }

  /** All rows have written into `next`, and see it from now on. */
  advance(): void {
    const column = this.next;
    if (column === this.order[0]) this.order.shift();
    this.order.push(column);
    this.writtenAt[column] = this.writes;
    this.writes++;
    for (const row of this.rows) if (row.begun < this.writes) covering(row, column + 1)[column] = 0;
  }

  /** A new response begins in this row: it sees none of the columns. */
  begin(row: number): void {
    this.rows[row]!.begun = this.writes;
    this.rows[row]!.bias.fill(HIDDEN);
  }

  /** Nothing is written in this row any more. */
  end(row: number): void {
    this.rows[row]!.begun = Number.POSITIVE_INFINITY;
  }

  /** Forgets all rows but these. */
  keepRows(rows: readonly number[]): void {
    this.rows = rows.map((row) => this.rows[row]!);
  }

  /** Forgets the first columns: those after them move to their places. */
  drop(columns: number): void {
    this.order.length -= columns;
    this.writtenAt.splice(0, columns);
    for (const { bias } of this.rows) bias.copyWithin(0, columns).fill(HIDDEN, bias.length - columns);
  }

  /** What is added to the row's score of each of the first columns: 0, or `HIDDEN`. */
  biasOf(row: number, columns: number): Float32Array {
    return covering(this.rows[row]!, columns).subarray(0, columns);
  }

  private isUnseen(column: number): boolean {
    return this.rows.every(({ begun }) => begun > this.writtenAt[column]!);
  }
}

interface Row {
  /** How often was written before its response began; infinity when it has none. */
  begun: number;
  bias: Float32Array;
}

/** The row's bias, which has room for so many columns. */
function covering(row: Row, columns: number): Float32Array {
  if (columns > row.bias.length) {
    const wider = new Float32Array(2 * columns).fill(HIDDEN);
    wider.set(row.bias);
    row.bias = wider;
  }
  return row.bias;
}
