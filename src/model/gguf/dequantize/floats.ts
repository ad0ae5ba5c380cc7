/** Types without blocks: a floating-point number a value. */
import { type Dequantize, half } from './numbers.js';

/** As they are: every machine that ONNX Runtime runs on is little-endian. */
export const dequantizeF32: Dequantize = (bytes, out) => {
  new Uint8Array(out.buffer, out.byteOffset, out.byteLength).set(bytes.subarray(0, out.byteLength));
};

export const dequantizeF16: Dequantize = (bytes, out) => {
  for (let i = 0; i < out.length; i++) out[i] = half(bytes, 2 * i);
};

/** The upper half of a float32. */
export const dequantizeBF16: Dequantize = (bytes, out) => {
  const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
  for (let i = 0; i < out.length; i++) bits[i] = (bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24);
};
