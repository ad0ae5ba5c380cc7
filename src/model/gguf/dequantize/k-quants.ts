/**
 * The K types: blocks of 256 values in groups, each group with a small whole number as its own scale.
 *
 * The inner loops write four values at a time, with all that is the same for a group outside: the time goes there. A `run` is 16 bytes of quants
 * that are shared by four groups of 16 values, every other one from `group` on.
 */
import { type NibbleReader, pairUp } from './nibbles.js';
import { type Dequantize, half } from './numbers.js';

/**
 * 256 values in 16 groups of 16: 16 bytes of scales (low nibbles) and minima (high nibbles), 64 bytes of bit pairs, half
 * d, half dmin; value = d * scale * q - dmin * minimum. Each 32 bytes of pairs hold 128 values, the lowest pairs first.
 */
export const dequantizeQ2_K: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 84, o += 256) {
    const d = half(bytes, at + 80);
    const dmin = half(bytes, at + 82);
    for (let run = 0; run < 4; run++) {
      const group = 8 * (run >> 1) + (run & 1);
      const scales0 = bytes[at + group]!;
      const scales1 = bytes[at + group + 2]!;
      const scales2 = bytes[at + group + 4]!;
      const scales3 = bytes[at + group + 6]!;
      const scale0 = d * (scales0 & 15);
      const scale1 = d * (scales1 & 15);
      const scale2 = d * (scales2 & 15);
      const scale3 = d * (scales3 & 15);
      const minimum0 = dmin * (scales0 >> 4);
      const minimum1 = dmin * (scales1 >> 4);
      const minimum2 = dmin * (scales2 >> 4);
      const minimum3 = dmin * (scales3 >> 4);
      const quants = at + 16 + 16 * run;
      const first = o + 16 * group;
      for (let j = 0; j < 16; j++) {
        const byte = bytes[quants + j]!;
        out[first + j] = scale0 * (byte & 3) - minimum0;
        out[first + j + 32] = scale1 * ((byte >> 2) & 3) - minimum1;
        out[first + j + 64] = scale2 * ((byte >> 4) & 3) - minimum2;
        out[first + j + 96] = scale3 * (byte >> 6) - minimum3;
      }
    }
  }
};

/**
 * 256 values in 16 groups of 16: 32 bytes of high bits, 64 bytes of low bit pairs as in Q2_K, 12 bytes of scales, half d;
 * value = d * (scale - 32) * (q - 4). Bit i of the high bits belongs to the 32 values from 32 * i on.
 */
export const dequantizeQ3_K: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 110, o += 256) {
    const d = half(bytes, at + 108);
    for (let run = 0; run < 4; run++) {
      const group = 8 * (run >> 1) + (run & 1);
      const scale0 = d * scaleQ3_K(bytes, at + 96, group);
      const scale1 = d * scaleQ3_K(bytes, at + 96, group + 2);
      const scale2 = d * scaleQ3_K(bytes, at + 96, group + 4);
      const scale3 = d * scaleQ3_K(bytes, at + 96, group + 6);
      const third = at + 16 * (run & 1);
      const shift = 4 * (run >> 1);
      const quants = at + 32 + 16 * run;
      const first = o + 16 * group;
      for (let j = 0; j < 16; j++) {
        const byte = bytes[quants + j]!;
        const bits = bytes[third + j]! >> shift;
        out[first + j] = scale0 * (((byte & 3) | ((bits & 1) << 2)) - 4);
        out[first + j + 32] = scale1 * ((((byte >> 2) & 3) | ((bits & 2) << 1)) - 4);
        out[first + j + 64] = scale2 * ((((byte >> 4) & 3) | (bits & 4)) - 4);
        out[first + j + 96] = scale3 * (((byte >> 6) | ((bits & 8) >> 1)) - 4);
      }
    }
  }
};

/** The scale, 6 bits less 32, of one of the 16 groups: 8 bytes of nibbles at `at`, the low ones first, 4 of high pairs. */
function scaleQ3_K(bytes: Uint8Array, at: number, group: number): number {
  const low = (bytes[at + (group & 7)]! >> (4 * (group >> 3))) & 15;
  const high = (bytes[at + 8 + (group & 3)]! >> (2 * (group >> 2))) & 3;
  return (low | (high << 4)) - 32;
}

/**
 * The scale and minimum, 6 bits each, of one of the 8 groups in a block of Q4_K or Q5_K, packed into 12 bytes
 * at `at` (`get_scale_min_k4`).
 */
function groupScale(bytes: Uint8Array, at: number, group: number): number {
  return group < 4 ? bytes[at + group]! & 63 : (bytes[at + group + 4]! & 15) | ((bytes[at + group - 4]! >> 6) << 4);
}
function groupMinimum(bytes: Uint8Array, at: number, group: number): number {
  return group < 4 ? bytes[at + group + 4]! & 63 : (bytes[at + group + 4]! >> 4) | ((bytes[at + group]! >> 6) << 4);
}

/**
 * 256 values in 8 groups of 32: half d, half dmin, 12 bytes of group scales, 128 bytes of nibbles;
 * value = d * scale * q - dmin * minimum. 32 bytes hold two groups, the low nibbles the first one.
 */
export const dequantizeQ4_K: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 144, o += 256) {
    const d = half(bytes, at);
    const dmin = half(bytes, at + 2);
    for (let pair = 0; pair < 4; pair++) {
      const scale0 = d * groupScale(bytes, at + 4, 2 * pair);
      const minimum0 = dmin * groupMinimum(bytes, at + 4, 2 * pair);
      const scale1 = d * groupScale(bytes, at + 4, 2 * pair + 1);
      const minimum1 = dmin * groupMinimum(bytes, at + 4, 2 * pair + 1);
      const quants = at + 16 + 32 * pair;
      const first = o + 64 * pair;
      for (let j = 0; j < 16; j++) {
        const byte0 = bytes[quants + j]!;
        const byte1 = bytes[quants + j + 16]!;
        out[first + j] = scale0 * (byte0 & 15) - minimum0;
        out[first + j + 16] = scale0 * (byte1 & 15) - minimum0;
        out[first + j + 32] = scale1 * (byte0 >> 4) - minimum1;
        out[first + j + 48] = scale1 * (byte1 >> 4) - minimum1;
      }
    }
  }
};

export const nibblesQ4_K: NibbleReader = {
  hasCentres: true,
  read(bytes, { quants, scales, centres }) {
    for (let at = 0, first = 0; first < scales.length; at += 144, first += 8) {
      const d = half(bytes, at);
      const dmin = half(bytes, at + 2);
      for (let group = 0; group < 8; group++) {
        const scale = d * groupScale(bytes, at + 4, group);
        scales[first + group] = scale;
        centres[first + group] = 8 * scale - dmin * groupMinimum(bytes, at + 4, group);
      }
      for (let pair = 0; pair < 4; pair++) pairUp(bytes, at + 16 + 32 * pair, 32, quants, 16 * first + 32 * pair);
    }
  },
};

/** As Q4_K with a fifth bit: 32 bytes after the scales, whose bit g belongs to group g. */
export const dequantizeQ5_K: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 176, o += 256) {
    const d = half(bytes, at);
    const dmin = half(bytes, at + 2);
    for (let pair = 0; pair < 4; pair++) {
      const scale0 = d * groupScale(bytes, at + 4, 2 * pair);
      const minimum0 = dmin * groupMinimum(bytes, at + 4, 2 * pair);
      const scale1 = d * groupScale(bytes, at + 4, 2 * pair + 1);
      const minimum1 = dmin * groupMinimum(bytes, at + 4, 2 * pair + 1);
      const fifth = at + 16;
      const shift = 2 * pair;
      const quants = at + 48 + 32 * pair;
      const first = o + 64 * pair;
      for (let j = 0; j < 16; j++) {
        const byte0 = bytes[quants + j]!;
        const byte1 = bytes[quants + j + 16]!;
        const bits0 = bytes[fifth + j]! >> shift;
        const bits1 = bytes[fifth + j + 16]! >> shift;
        out[first + j] = scale0 * ((byte0 & 15) | ((bits0 & 1) << 4)) - minimum0;
        out[first + j + 16] = scale0 * ((byte1 & 15) | ((bits1 & 1) << 4)) - minimum0;
        out[first + j + 32] = scale1 * ((byte0 >> 4) | ((bits0 & 2) << 3)) - minimum1;
        out[first + j + 48] = scale1 * ((byte1 >> 4) | ((bits1 & 2) << 3)) - minimum1;
      }
    }
  }
};

function signed(byte: number): number {
  return (byte << 24) >> 24;
}

/**
 * 256 values in 16 groups of 16: 128 bytes of low nibbles, 64 bytes of high bit pairs, 16 signed scales, half d;
 * value = d * scale * (q - 32). Each half block of 128 values takes 64 low bytes and 32 high ones.
 */
export const dequantizeQ6_K: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 210, o += 256) {
    const d = half(bytes, at + 208);
    for (let run = 0; run < 4; run++) {
      const group = 8 * (run >> 1) + (run & 1);
      const scale0 = d * signed(bytes[at + 192 + group]!);
      const scale1 = d * signed(bytes[at + 194 + group]!);
      const scale2 = d * signed(bytes[at + 196 + group]!);
      const scale3 = d * signed(bytes[at + 198 + group]!);
      const low = at + 64 * (run >> 1) + 16 * (run & 1);
      const high = at + 128 + 16 * run;
      const first = o + 16 * group;
      for (let j = 0; j < 16; j++) {
        const low0 = bytes[low + j]!;
        const low1 = bytes[low + 32 + j]!;
        const bits = bytes[high + j]!;
        out[first + j] = scale0 * (((low0 & 15) | ((bits & 3) << 4)) - 32);
        out[first + j + 32] = scale1 * (((low1 & 15) | ((bits & 12) << 2)) - 32);
        out[first + j + 64] = scale2 * (((low0 >> 4) | (bits & 48)) - 32);
        out[first + j + 96] = scale3 * (((low1 >> 4) | ((bits & 192) >> 2)) - 32);
      }
    }
  }
};
