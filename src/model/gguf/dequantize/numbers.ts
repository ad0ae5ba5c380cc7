/**
 * Fills `out` from the whole blocks at the beginning of `bytes`; `out.length` is a multiple of the block size.
 *
 * Layouts and formulas of all types: ggml's `ggml-common.h` and `ggml-quants.c` (`dequantize_row_*`). Numbers are
 * little-endian. Products of a half-precision scale and small whole numbers are exact in float32, so the results are
 * ggml's to the last bit.
 */
export type Dequantize = (bytes: Uint8Array, out: Float32Array) => void;

/** The value of every half-precision number, by its bits. */
const HALF = halfTable();

function halfTable(): Float32Array {
  const table = new Float32Array(1 << 16);
  for (let bits = 0; bits < table.length; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) table[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return table;
}

/** The half-precision number at `at`. */
export function half(bytes: Uint8Array, at: number): number {
  return HALF[bytes[at]! | (bytes[at + 1]! << 8)]!;
}
