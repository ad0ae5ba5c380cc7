import * as l10n from '@vscode/l10n';
import { dequantizeBF16, dequantizeF16, dequantizeF32 } from './dequantize/floats.js';
import { dequantizeIQ4_NL, dequantizeIQ4_XS } from './dequantize/iq4.js';
import {
  dequantizeQ2_K,
  dequantizeQ3_K,
  dequantizeQ4_K,
  dequantizeQ5_K,
  dequantizeQ6_K,
  nibblesQ4_K,
} from './dequantize/k-quants.js';
import {
  dequantizeQ4_0,
  dequantizeQ4_1,
  dequantizeQ5_0,
  dequantizeQ5_1,
  dequantizeQ8_0,
  nibblesQ4_0,
  nibblesQ4_1,
} from './dequantize/legacy.js';
import type { NibbleReader } from './dequantize/nibbles.js';
import type { Dequantize } from './dequantize/numbers.js';

/** How a tensor's values lie in the file: `blockSize` values in `blockBytes` bytes. */
export interface TensorLayout {
  readonly name: string;
  readonly blockSize: number;
  readonly blockBytes: number;
}

/** A type that can be read. */
export interface TensorType extends TensorLayout {
  readonly dequantize: Dequantize;
  /** Given where it is one of 4 bits with a scale for 32 values. */
  readonly nibbles?: NibbleReader;
}

/** By the number that GGUF files use (`enum ggml_type` in ggml.h). */
const types = new Map<number, TensorType>([
  [0, { name: 'F32', blockSize: 1, blockBytes: 4, dequantize: dequantizeF32 }],
  [1, { name: 'F16', blockSize: 1, blockBytes: 2, dequantize: dequantizeF16 }],
  [2, { name: 'Q4_0', blockSize: 32, blockBytes: 18, dequantize: dequantizeQ4_0, nibbles: nibblesQ4_0 }],
  [3, { name: 'Q4_1', blockSize: 32, blockBytes: 20, dequantize: dequantizeQ4_1, nibbles: nibblesQ4_1 }],
  [6, { name: 'Q5_0', blockSize: 32, blockBytes: 22, dequantize: dequantizeQ5_0 }],
  [7, { name: 'Q5_1', blockSize: 32, blockBytes: 24, dequantize: dequantizeQ5_1 }],
  [8, { name: 'Q8_0', blockSize: 32, blockBytes: 34, dequantize: dequantizeQ8_0 }],
  [10, { name: 'Q2_K', blockSize: 256, blockBytes: 84, dequantize: dequantizeQ2_K }],
  [11, { name: 'Q3_K', blockSize: 256, blockBytes: 110, dequantize: dequantizeQ3_K }],
  [12, { name: 'Q4_K', blockSize: 256, blockBytes: 144, dequantize: dequantizeQ4_K, nibbles: nibblesQ4_K }],
  [13, { name: 'Q5_K', blockSize: 256, blockBytes: 176, dequantize: dequantizeQ5_K }],
  [14, { name: 'Q6_K', blockSize: 256, blockBytes: 210, dequantize: dequantizeQ6_K }],
  [20, { name: 'IQ4_NL', blockSize: 32, blockBytes: 18, dequantize: dequantizeIQ4_NL }],
  [23, { name: 'IQ4_XS', blockSize: 256, blockBytes: 136, dequantize: dequantizeIQ4_XS }],
  [30, { name: 'BF16', blockSize: 1, blockBytes: 2, dequantize: dequantizeBF16 }],
]);

/** Those that cannot be read, so that a person can be told what a file has. */
const unsupportedTypes = new Map<number, TensorLayout>([
  [16, { name: 'IQ2_XXS', blockSize: 256, blockBytes: 66 }],
  [17, { name: 'IQ2_XS', blockSize: 256, blockBytes: 74 }],
  [18, { name: 'IQ3_XXS', blockSize: 256, blockBytes: 98 }],
  [19, { name: 'IQ1_S', blockSize: 256, blockBytes: 50 }],
  [21, { name: 'IQ3_S', blockSize: 256, blockBytes: 110 }],
  [22, { name: 'IQ2_S', blockSize: 256, blockBytes: 82 }],
  [24, { name: 'I8', blockSize: 1, blockBytes: 1 }],
  [25, { name: 'I16', blockSize: 1, blockBytes: 2 }],
  [26, { name: 'I32', blockSize: 1, blockBytes: 4 }],
  [27, { name: 'I64', blockSize: 1, blockBytes: 8 }],
  [28, { name: 'F64', blockSize: 1, blockBytes: 8 }],
  [29, { name: 'IQ1_M', blockSize: 256, blockBytes: 56 }],
  [34, { name: 'TQ1_0', blockSize: 256, blockBytes: 54 }],
  [35, { name: 'TQ2_0', blockSize: 256, blockBytes: 66 }],
  [39, { name: 'MXFP4', blockSize: 32, blockBytes: 17 }],
  [40, { name: 'NVFP4', blockSize: 64, blockBytes: 36 }],
  [41, { name: 'Q1_0', blockSize: 128, blockBytes: 18 }],
]);

export const supportedTensorTypes: readonly string[] = [...types.values()].map((type) => type.name);

export function tensorType(id: number): TensorType | undefined {
  return types.get(id);
}

/** The layout of any type that ggml knows, whether it can be read here or not. */
export function tensorLayout(id: number): TensorLayout | undefined {
  return types.get(id) ?? unsupportedTypes.get(id);
}

/** What to call a type in front of a person. */
export function tensorTypeName(id: number): string {
  return tensorLayout(id)?.name ?? l10n.t('number {0}', id);
}
