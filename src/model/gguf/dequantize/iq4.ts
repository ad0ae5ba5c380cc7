/** The 4-bit types whose quants are places in a table, closer together near zero. */
import { type Dequantize, half } from './numbers.js';

const VALUES = Float32Array.of(-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);

/** 32 values: half d, 16 bytes of nibbles as in Q4_0; value = d * VALUES[q]. */
export const dequantizeIQ4_NL: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 18, o += 32) group(bytes, at + 2, half(bytes, at), out, o);
};

/**
 * 256 values in 8 groups of 32: half d, 2 bytes of high bit pairs and 4 of low nibbles of the groups' scales, 128 bytes
 * of nibbles, each group's as in Q4_0; value = d * (scale - 32) * VALUES[q].
 */
export const dequantizeIQ4_XS: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 136, o += 256) {
    const d = half(bytes, at);
    const high = bytes[at + 2]! | (bytes[at + 3]! << 8);
    for (let g = 0; g < 8; g++) {
      const scale = ((bytes[at + 4 + (g >> 1)]! >> (4 * (g & 1))) & 15) | (((high >> (2 * g)) & 3) << 4);
      group(bytes, at + 8 + 16 * g, d * (scale - 32), out, o + 32 * g);
    }
  }
};

/** 16 bytes at `at` to 32 values at `o`. */
function group(bytes: Uint8Array, at: number, scale: number, out: Float32Array, o: number): void {
  for (let j = 0; j < 16; j++) {
    const byte = bytes[at + j]!;
    out[o + j] = scale * VALUES[byte & 15]!;
    out[o + j + 16] = scale * VALUES[byte >> 4]!;
  }
}
