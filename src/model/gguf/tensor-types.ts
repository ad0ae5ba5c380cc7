import {
  type Dequantize,
  dequantizeBF16,
  dequantizeF16,
  dequantizeF32,
  dequantizeQ4_0,
  dequantizeQ4_1,
  dequantizeQ4_K,
  dequantizeQ5_K,
  dequantizeQ6_K,
  dequantizeQ8_0,
} from './dequantize.js';

/** How a tensor's values lie in the file: `blockSize` values in `blockBytes` bytes. */
export interface TensorType {
  readonly name: string;
  readonly blockSize: number;
  readonly blockBytes: number;
  readonly dequantize: Dequantize;
}

/** By the number that GGUF files use (`enum ggml_type` in ggml.h). */
const types = new Map<number, TensorType>([
  [0, { name: 'F32', blockSize: 1, blockBytes: 4, dequantize: dequantizeF32 }],
  [1, { name: 'F16', blockSize: 1, blockBytes: 2, dequantize: dequantizeF16 }],
  [2, { name: 'Q4_0', blockSize: 32, blockBytes: 18, dequantize: dequantizeQ4_0 }],
  [3, { name: 'Q4_1', blockSize: 32, blockBytes: 20, dequantize: dequantizeQ4_1 }],
  [8, { name: 'Q8_0', blockSize: 32, blockBytes: 34, dequantize: dequantizeQ8_0 }],
  [12, { name: 'Q4_K', blockSize: 256, blockBytes: 144, dequantize: dequantizeQ4_K }],
  [13, { name: 'Q5_K', blockSize: 256, blockBytes: 176, dequantize: dequantizeQ5_K }],
  [14, { name: 'Q6_K', blockSize: 256, blockBytes: 210, dequantize: dequantizeQ6_K }],
  [30, { name: 'BF16', blockSize: 1, blockBytes: 2, dequantize: dequantizeBF16 }],
]);

export const supportedTensorTypes: readonly string[] = [...types.values()].map((type) => type.name);

export function tensorType(id: number): TensorType | undefined {
  return types.get(id);
}
