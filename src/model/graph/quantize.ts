/** Weights that share a scale and a zero point, along a row. */
export const BLOCK_SIZE = 64;

/** Where `quantizeBlocks` writes; the scales and zero points are of the whole matrix. */
export interface QuantizedBlocks {
  readonly quants: Uint8ClampedArray;
  readonly scales: Float32Array;
  readonly zeroPoints: Uint8Array;
}

/**
 * Asymmetric 8 bits a block: weight = scale * (quant - zeroPoint), the form of ONNX Runtime's `MatMulNBits`.
 * The range always includes 0, so that 0 stays 0 exactly.
 *
 * @param values whole blocks; `to.quants` gets as many
 * @param firstBlock where the scales and zero points of these blocks begin
 */
export function quantizeBlocks(values: Float32Array, to: QuantizedBlocks, firstBlock: number): void {
  const { quants, scales, zeroPoints } = to;
  for (let start = 0, block = firstBlock; start < values.length; start += BLOCK_SIZE, block++) {
    const end = start + BLOCK_SIZE;
    let low = 0;
    let high = 0;
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      if (value < low) low = value;
      else if (value > high) high = value;
    }
    const scale = Math.fround((high - low) / 255) || 1;
    const zeroPoint = Math.round(-low / scale);
    const inverse = 1 / scale;
    scales[block] = scale;
    zeroPoints[block] = zeroPoint;
    for (let i = start; i < end; i++) quants[i] = values[i]! * inverse + zeroPoint; // clamped and rounded by the array
  }
}

/** Where `quantizeRows` writes. */
export interface QuantizedRows {
  /** [columns, rows]: the matrix's transpose, as ONNX's matrix products want it. */
  readonly quants: Int8Array;
  /** [rows] */
  readonly scales: Float32Array;
}

/** As many float32 as a processor reads at once. */
const columnsAtOnce = 16;

/**
 * Symmetric 8 bits a row: weight = scale * quant, the form of ONNX Runtime's `MatMulIntegerToFloat`.
 *
 * @param values whole rows of `columns` values
 * @param firstRow where they belong in the whole matrix
 */
export function quantizeRows(values: Float32Array, columns: number, to: QuantizedRows, firstRow: number): void {
  const { quants, scales } = to;
  const rows = scales.length;
  const count = values.length / columns;
  const inverses = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let most = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) most = Math.max(most, Math.abs(values[i]!));
    const scale = Math.fround(most / 127) || 1;
    scales[firstRow + row] = scale;
    inverses[row] = 1 / scale;
  }
  // A few columns at a time: what is read lies together, and so does what is written to each of them.
  for (let first = 0; first < columns; first += columnsAtOnce) {
    const end = Math.min(columns, first + columnsAtOnce);
    for (let row = 0; row < count; row++) {
      const inverse = inverses[row]!;
      for (let column = first; column < end; column++) {
        // Half is added and the floor taken, by adding enough to be positive: quicker than Math.round.
        quants[column * rows + firstRow + row] = ((values[row * columns + column]! * inverse + 128.5) | 0) - 128;
      }
    }
  }
}
