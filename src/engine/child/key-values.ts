import { Tensor } from 'onnxruntime-node';
import type { KeyValueShape } from '../../model/graph/caches.js';

/** Keys and values of some tokens, as the graph has them: key and value of layer 0, of layer 1, … */
export type KeyValueTensors = readonly Tensor[];

/**
 * Keys and values of all layers for some rows. Rotary embedding is already in the keys, so a column means the same
 * wherever it stands. There are always some columns, at first zeros: of a product over no columns onnxruntime 1.30
 * leaves garbage. Columns that were not written yet hold anything; nobody must look at them.
 */
export interface KeyValues {
  readonly rows: number;
  /** Columns of the tensors, those that were never written included. */
  readonly columns: number;
  readonly tensors: KeyValueTensors;
  /** Takes so many new tokens' keys and values over, which are its own now, as the columns from `column` on. */
  put(values: KeyValueTensors, tokens: number, column: number): void | Promise<void>;
  /** Forgets all rows but these, which are in ascending order. */
  keepRows(rows: readonly number[]): void | Promise<void>;
  /** Forgets the first columns. Only where columns cannot be written again: new ones always come after the others. */
  dropColumns?(columns: number): Promise<void>;
  /** The first columns (at least one), with room for so many. This cache must not be used any more. */
  shortened(columns: number, reserve: number): KeyValues | Promise<KeyValues>;
  /** Gives its memory back. */
  dispose(): void;
}

/** Keys and values in memory that is written in place: onnxruntime reads it where it lies, without a copy. */
export class InPlaceKeyValues implements KeyValues {
  /** [kvHeads, rows, columns, headDim] each, with room for more columns. */
  private readonly buffers: readonly Float32Array[];
  /** The most columns there can be. */
  private readonly reserve: number;
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

  get columns(): number {
    return this.width;
  }

  get tensors(): KeyValueTensors {
    const dimensions = [this.shape.kvHeads, this.rows, this.columns, this.shape.headDim];
    return this.used.map((values) => new Tensor('float32', values, dimensions));
  }

  put(values: KeyValueTensors, tokens: number, column: number): void {
    if (column + tokens > this.columns) this.widen(this.rounded(column + tokens));
    const { kvHeads, headDim } = this.shape;
    const length = tokens * headDim;
    for (const [index, buffer] of this.buffers.entries()) {
      const source = floatsOf(values[index]);
      for (let sequence = 0; sequence < kvHeads * this.rows; sequence++) {
        const from = sequence * length;
        const to = (sequence * this.columns + column) * headDim;
        // For one token, a loop is quicker than making a view of it.
        if (tokens === 1) for (let i = 0; i < headDim; i++) buffer[to + i] = source[from + i]!;
        else buffer.set(source.subarray(from, from + length), to);
      }
    }
  }

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

  /** Of one row. */
  shortened(columns: number, reserve: number): InPlaceKeyValues {
    const { kvHeads, headDim } = this.shape;
    const other = new InPlaceKeyValues(this.shape, this.rows, reserve, this.granularity);
    other.widen(other.rounded(columns));
    for (const [index, source] of this.buffers.entries()) {
      for (let sequence = 0; sequence < kvHeads * this.rows; sequence++) {
        const start = sequence * this.columns * headDim;
        const values = source.subarray(start, start + columns * headDim);
        other.buffers[index]!.set(values, sequence * other.columns * headDim);
      }
    }
    return other;
  }

  /** The garbage collector does it. */
  dispose(): void {}

  private get used(): readonly Float32Array[] {
    const size = this.shape.kvHeads * this.rows * this.columns * this.shape.headDim;
    return this.buffers.map((buffer) => buffer.subarray(0, size));
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

/** One row's part of the keys and values of several, on the CPU. */
export function keyValuesOfRow(values: KeyValueTensors, row: number): KeyValueTensors {
  return values.map((tensor) => {
    const [kvHeads, rows, tokens, headDim] = tensor.dims as [number, number, number, number];
    const length = tokens * headDim;
    const [source, own] = [floatsOf(tensor), new Float32Array(kvHeads * length)];
    for (let head = 0; head < kvHeads; head++) {
      const start = (head * rows + row) * length;
      own.set(source.subarray(start, start + length), head * length);
    }
    return new Tensor('float32', own, [kvHeads, 1, tokens, headDim]);
  });
}

function floatsOf(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError('keys and values are float32, on the CPU');
  return tensor.data;
}
