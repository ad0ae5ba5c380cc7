/** The sizes that all keys and values of a model share. */
export interface KeyValueShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

/** Keys and values of some new tokens: key and value of layer 0, of layer 1, …; each [kvHeads, rows, tokens, headDim]. */
export type NewKeyValues = readonly Float32Array[];

/**
 * Keys and values of all layers for some rows, in memory that is written in place: onnxruntime reads it where it lies,
 * while everything that it returns would be copied. Rotary embedding is already in the keys, so a column means the
 * same wherever it stands.
 *
 * There are always some columns, at first zeros: of a product over no columns onnxruntime 1.30 leaves garbage. Columns that
 * were not written yet hold anything; nobody must look at them.
 */
export class KeyValues {
  /** The most columns there can be. */
  readonly reserve: number;
  /** As `tensors`, with room for more columns. */
  private readonly buffers: readonly Float32Array[];
  private width: number;
  private count: number;

  /**
   * @param reserve how many columns there will ever be; memory is touched only as far as it is used
   * @param granularity columns are added so many at a time
   */
  constructor(
    private readonly shape: KeyValueShape,
    rows: number,
    reserve: number,
    private readonly granularity: number,
  ) {
    this.reserve = this.rounded(Math.max(1, reserve));
    this.count = rows;
    this.width = granularity;
    this.buffers = Array.from(
      { length: 2 * shape.layers },
      () => new Float32Array(shape.kvHeads * rows * this.reserve * shape.headDim),
    );
  }

  get rows(): number {
    return this.count;
  }

  /** Columns of the tensors, those that were never written included. */
  get columns(): number {
    return this.width;
  }

  /** Key and value of layer 0, of layer 1, …; each [kvHeads, rows, columns, headDim]. */
  get tensors(): readonly Float32Array[] {
    const size = this.shape.kvHeads * this.rows * this.columns * this.shape.headDim;
    return this.buffers.map((buffer) => buffer.subarray(0, size));
  }

  /** Writes so many new tokens' keys and values into the columns from `column` on. */
  put(values: NewKeyValues, tokens: number, column: number): void {
    if (column + tokens > this.columns) this.widen(this.rounded(column + tokens));
    const { kvHeads, headDim } = this.shape;
    const length = tokens * headDim;
    for (const [index, buffer] of this.buffers.entries()) {
      const source = values[index]!;
      for (let sequence = 0; sequence < kvHeads * this.rows; sequence++) {
        const from = sequence * length;
        const to = (sequence * this.columns + column) * headDim;
        // For one token, a loop is quicker than making a view of it.
        if (tokens === 1) for (let i = 0; i < headDim; i++) buffer[to + i] = source[from + i]!;
        else buffer.set(source.subarray(from, from + length), to);
      }
    }
  }

  /** Forgets all rows but these, which are in ascending order. */
  keepRows(rows: readonly number[]): void {
    const length = this.columns * this.shape.headDim;
    for (const buffer of this.buffers) {
      for (let head = 0; head < this.shape.kvHeads; head++) {
        for (const [to, from] of rows.entries()) {
          const start = (head * this.rows + from) * length;
          buffer.copyWithin((head * rows.length + to) * length, start, start + length);
        }
      }
    }
    this.count = rows.length;
  }

  /** Takes the first columns of another one-row cache over. */
  takeColumns(other: KeyValues, columns: number): void {
    const length = columns * this.shape.headDim;
    const values = other.tensors.map((tensor) => {
      const taken = new Float32Array(this.shape.kvHeads * length);
      for (let head = 0; head < this.shape.kvHeads; head++) {
        const start = head * other.columns * this.shape.headDim;
        taken.set(tensor.subarray(start, start + length), head * length);
      }
      return taken;
    });
    this.put(values, columns, 0);
  }

  /** Moves the sequences apart, the last one first, so that none is overwritten before it has moved. */
  private widen(width: number): void {
    const { kvHeads, headDim } = this.shape;
    const [from, to] = [this.columns * headDim, width * headDim];
    for (const buffer of this.buffers) {
      for (let sequence = kvHeads * this.rows - 1; sequence > 0; sequence--) {
        buffer.copyWithin(sequence * to, sequence * from, (sequence + 1) * from);
      }
    }
    this.width = width;
  }

  private rounded(columns: number): number {
    return Math.ceil(columns / this.granularity) * this.granularity;
  }
}
