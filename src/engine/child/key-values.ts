/**
 * Keys and values of all layers for `rows` sequences of `columns` tokens. Rotary embedding is already in the keys,
 * so a column means the same wherever it stands.
 */
export interface KeyValues {
  readonly rows: number;
  readonly columns: number;
  /** Key and value of layer 0, key and value of layer 1, …; each [rows, kvHeads, columns, headDim]. */
  readonly tensors: readonly Float32Array[];
}

/** The sizes that all keys and values of a model share. */
export interface KeyValueShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

/** Columns of zeros: none, or some to be masked. */
export function zeroKeyValues({ layers, kvHeads, headDim }: KeyValueShape, rows: number, columns: number): KeyValues {
  const size = rows * kvHeads * columns * headDim;
  return { rows, columns, tensors: Array.from({ length: 2 * layers }, () => new Float32Array(size)) };
}

/** A row to keep, with so many of its last columns. */
export interface KeptRow {
  readonly row: number;
  readonly columns: number;
}

/**
 * The kept rows alone, in that order and as narrow as the widest of them. Columns are aligned to the end, as they
 * were; a narrower row begins with columns of zeros, to be masked.
 */
export function compact({ kvHeads, headDim }: KeyValueShape, from: KeyValues, kept: readonly KeptRow[]): KeyValues {
  const columns = Math.max(0, ...kept.map((row) => row.columns));
  const tensors = from.tensors.map((source) => {
    const target = new Float32Array(kept.length * kvHeads * columns * headDim);
    for (const [to, row] of kept.entries()) {
      for (let head = 0; head < kvHeads; head++) {
        const sourceEnd = (row.row * kvHeads + head + 1) * from.columns * headDim;
        const targetEnd = (to * kvHeads + head + 1) * columns * headDim;
        const size = row.columns * headDim;
        target.set(source.subarray(sourceEnd - size, sourceEnd), targetEnd - size);
      }
    }
    return target;
  });
  return { rows: kept.length, columns, tensors };
}
