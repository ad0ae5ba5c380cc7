import type { Architecture } from './architectures/architecture.js';
import type { KeyValueShape } from './graph/caches.js';
import type { MatrixForm, WeightForms } from './graph/forms.js';
import { BLOCK_SIZE } from './graph/quantize.js';

/** Bytes of a weight, its share of scales and zero points included. */
const bytesOfWeight: Readonly<Record<MatrixForm, number>> = { float32: 4, blocks: 1 + 5 / BLOCK_SIZE, rows: 1 };

/** Bytes of a model's matrices when its graph is loaded. */
export function weightBytes(architecture: Architecture, forms: WeightForms): number {
  const { layers, heads, kvHeads, headDim, width, feedForward, vocabulary } = architecture;
  const layer =
    bytesOfWeight[forms.attentionInput] * (heads + 2 * kvHeads) * headDim * width +
    bytesOfWeight[forms.attentionOutput] * heads * headDim * width +
    bytesOfWeight[forms.feedForwardInput] * 2 * feedForward * width +
    bytesOfWeight[forms.feedForwardOutput] * feedForward * width;
  // Of the embedding only the rows that are used come into memory; the system can drop them again.
  return layers.length * layer + bytesOfWeight[forms.head] * vocabulary * width;
}

/** The sizes that decide what sampling takes. */
export interface SamplingSizes extends KeyValueShape {
  readonly vocabulary: number;
}

/** Bytes that one token of a prompt, or of one row, takes in the caches. */
export function cacheBytes({ layers, kvHeads, headDim }: KeyValueShape): number {
  return 2 * layers * kvHeads * headDim * Float32Array.BYTES_PER_ELEMENT;
}

/** Bytes that a row takes while a batch is written: its cache, and its share of what is computed of the vocabulary. */
export function rowBytes(sizes: SamplingSizes, maxTokens: number): number {
  const distributions = 5 * sizes.vocabulary * Float32Array.BYTES_PER_ELEMENT;
  return maxTokens * cacheBytes(sizes) + distributions;
}
