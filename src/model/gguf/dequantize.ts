/**
 * GGUF's tensor types to float32. Layouts and formulas: ggml's `ggml-common.h` and `ggml-quants.c`
 * (`dequantize_row_*`). All numbers are little-endian.
 *
 * Every function reads whole blocks from `bytes` until `out` is full; `out.length` is a multiple of the block size.
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

function half(bytes: Uint8Array, at: number): number {
  return HALF[bytes[at]! | (bytes[at + 1]! << 8)]!;
}

function signed(byte: number): number {
  return (byte << 24) >> 24;
}

export const dequantizeF32: Dequantize = (bytes, out) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < out.length; i++) out[i] = view.getFloat32(4 * i, true);
};

export const dequantizeF16: Dequantize = (bytes, out) => {
  for (let i = 0; i < out.length; i++) out[i] = half(bytes, 2 * i);
};

/** The upper half of a float32. */
export const dequantizeBF16: Dequantize = (bytes, out) => {
  const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
  for (let i = 0; i < out.length; i++) bits[i] = ((bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24)) >>> 0;
};

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

/** 32 values: half d, 32 signed bytes; value = d * q. */
export const dequantizeQ8_0: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 34, o += 32) {
    const d = half(bytes, at);
    for (let j = 0; j < 32; j++) out[o + j] = d * signed(bytes[at + 2 + j]!);
  }
};

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
      for (let j = 0; j < 32; j++) {
        const byte = bytes[quants + j]!;
        out[first + j] = scale0 * (byte & 15) - minimum0;
        out[first + 32 + j] = scale1 * (byte >> 4) - minimum1;
      }
    }
  }
};

/** As Q4_K with a fifth bit: 32 bytes after the scales, whose bit g belongs to group g. */
export const dequantizeQ5_K: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 176, o += 256) {
    const d = half(bytes, at);
    const dmin = half(bytes, at + 2);
    for (let group = 0; group < 8; group++) {
      const scale = d * groupScale(bytes, at + 4, group);
      const minimum = dmin * groupMinimum(bytes, at + 4, group);
      const quants = at + 48 + 32 * (group >> 1);
      const shift = 4 * (group & 1);
      for (let j = 0; j < 32; j++) {
        const low = (bytes[quants + j]! >> shift) & 15;
        const high = (bytes[at + 16 + j]! >> group) & 1;
        out[o + 32 * group + j] = scale * (low | (high << 4)) - minimum;
      }
    }
  }
};

/**
 * 256 values in 16 groups of 16: 128 bytes of low nibbles, 64 bytes of high bit pairs, 16 signed scales, half d;
 * value = d * scale * (q - 32). Each half block of 128 values takes 64 low bytes and 32 high ones.
 */
export const dequantizeQ6_K: Dequantize = (bytes, out) => {
  for (let at = 0, o = 0; o < out.length; at += 210, o += 256) {
    const d = half(bytes, at + 208);
    for (let part = 0; part < 2; part++) {
      const low = at + 64 * part;
      const high = at + 128 + 32 * part;
      const scales = at + 192 + 8 * part;
      const first = o + 128 * part;
      for (let j = 0; j < 32; j++) {
        const group = j >> 4;
        const low0 = bytes[low + j]!;
        const low1 = bytes[low + 32 + j]!;
        const bits = bytes[high + j]!;
        out[first + j] = d * signed(bytes[scales + group]!) * (((low0 & 15) | ((bits & 3) << 4)) - 32);
        out[first + 32 + j] = d * signed(bytes[scales + group + 2]!) * (((low1 & 15) | (((bits >> 2) & 3) << 4)) - 32);
        out[first + 64 + j] = d * signed(bytes[scales + group + 4]!) * (((low0 >> 4) | (((bits >> 4) & 3) << 4)) - 32);
        out[first + 96 + j] = d * signed(bytes[scales + group + 6]!) * (((low1 >> 4) | ((bits >> 6) << 4)) - 32);
      }
    }
  }
};
