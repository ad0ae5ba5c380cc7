/** ggml's first types: blocks of 32 values with one scale. */
import { type NibbleReader, pairUp } from './nibbles.js';
import { type Dequantize, half } from './numbers.js';

/** 32 values: half d, 16 bytes of nibbles; value = d * (q - 8). The low nibbles are the first 16 values. */
export const dequantizeQ4_0: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 18, o += 32) {
    const d = half(bytes, at);
    for (let j = 0; j < 16; j++) {
      const byte = bytes[at + 2 + j]!;
      out[o + j] = d * ((byte & 15) - 8);
      out[o + j + 16] = d * ((byte >> 4) - 8);
    }
  }
};

export const nibblesQ4_0: NibbleReader = {
  hasCentres: false,
  read(bytes, { quants, scales, centres }) {
    for (let at = 0, group = 0; group < scales.length; at += 18, group++) {
      scales[group] = half(bytes, at);
      centres[group] = 0;
      pairUp(bytes, at + 2, 16, quants, 16 * group);
    }
  },
};

/** 32 values: half d, half m, 16 bytes of nibbles as in Q4_0; value = d * q + m. */
export const dequantizeQ4_1: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 20, o += 32) {
    const d = half(bytes, at);
    const m = half(bytes, at + 2);
    for (let j = 0; j < 16; j++) {
      const byte = bytes[at + 4 + j]!;
      out[o + j] = d * (byte & 15) + m;
      out[o + j + 16] = d * (byte >> 4) + m;
    }
  }
};

export const nibblesQ4_1: NibbleReader = {
  hasCentres: true,
  read(bytes, { quants, scales, centres }) {
    for (let at = 0, group = 0; group < scales.length; at += 20, group++) {
      const d = half(bytes, at);
      scales[group] = d;
      centres[group] = 8 * d + half(bytes, at + 2);
      pairUp(bytes, at + 4, 16, quants, 16 * group);
    }
  },
};

/** Bit j belongs to value j of a block of 32. */
function fifthBits(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** 32 values: half d, 4 bytes of fifth bits, 16 bytes of nibbles as in Q4_0; value = d * (q - 16). */
export const dequantizeQ5_0: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 22, o += 32) {
    const d = half(bytes, at);
    const fifth = fifthBits(bytes, at + 2);
    for (let j = 0; j < 16; j++) {
      const byte = bytes[at + 6 + j]!;
      out[o + j] = d * (((byte & 15) | (((fifth >>> j) & 1) << 4)) - 16);
      out[o + j + 16] = d * (((byte >> 4) | (((fifth >>> (j + 16)) & 1) << 4)) - 16);
    }
  }
};

/** 32 values: half d, half m, 4 bytes of fifth bits, 16 bytes of nibbles as in Q4_0; value = d * q + m. */
export const dequantizeQ5_1: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 24, o += 32) {
    const d = half(bytes, at);
    const m = half(bytes, at + 2);
    const fifth = fifthBits(bytes, at + 4);
    for (let j = 0; j < 16; j++) {
      const byte = bytes[at + 8 + j]!;
      out[o + j] = d * ((byte & 15) | (((fifth >>> j) & 1) << 4)) + m;
      out[o + j + 16] = d * ((byte >> 4) | (((fifth >>> (j + 16)) & 1) << 4)) + m;
    }
  }
};

/** 32 values: half d, 32 signed bytes; value = d * q. */
export const dequantizeQ8_0: Dequantize = (bytes, out) => {
  const quants = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0, o = 0; o < out.length; at += 34, o += 32) {
    const d = half(bytes, at);
    const first = at + 2;
    for (let j = 0; j < 8; j++) {
      out[o + j] = d * quants[first + j]!;
      out[o + j + 8] = d * quants[first + j + 8]!;
      out[o + j + 16] = d * quants[first + j + 16]!;
      out[o + j + 24] = d * quants[first + j + 24]!;
    }
  }
};
