/** ONNX wants little-endian values, as typed arrays have them on every machine that Node runs VS Code on. */
export function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
