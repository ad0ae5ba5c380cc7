import type { Architecture } from './architectures/architecture.js';
import { GROUP_SIZE } from './gguf/dequantize/nibbles.js';
import type { GgufFile } from './gguf/file.js';
import type { KeyValueShape } from './graph/caches.js';
import { floatBytes, type GraphTarget } from './graph/device.js';
import { layerProjections, type MatrixForm, type WeightForms } from './graph/forms.js';
import { type KeptForm, keptForm } from './graph/kept-form.js';
import { BLOCK_SIZE } from './graph/quantize.js';
import { type MatrixSource, projectionSources, rowsOf } from './graph/weight-reader.js';
import { headSource } from './graph/weights.js';

/** Bytes of a model's matrices when its graph is loaded; the file says which of them can be kept in the form wanted. */
export function weightBytes(file: GgufFile, architecture: Architecture, forms: WeightForms): number {
  const bytesOf = (source: MatrixSource, wanted: MatrixForm) =>
    rowsOf(source) * source.columns * bytesOfWeight(keptForm(file, source, wanted));
  // Of the embedding only the rows that are used come into memory; the system can drop them again.
  let bytes = bytesOf(headSource(architecture), forms.head);
  for (const layer of architecture.layers) {
    const sources = projectionSources(architecture, layer);
    for (const name of layerProjections) bytes += bytesOf(sources[name], forms[name]);
  }
  return bytes;
}

/**
 * A weight's bytes and its share of what a block or group has beside its quants. For `blocks`, onnxruntime keeps the
 * scales, and on x64 a copy of them and a sum in the order of its kernels (measured: 1.19, and 0.59 or 0.72 of nibbles).
 */
function bytesOfWeight(kept: KeptForm): number {
  switch (kept.form) {
    case 'float32':
      return 4;
    case 'blocks':
      return 1 + 13 / BLOCK_SIZE;
    case 'rows':
      return 1;
    case 'nibbles':
      return 1 / 2 + (kept.hasCentres ? 8 : 4) / GROUP_SIZE;
  }
}

/** The sizes that decide what sampling takes. */
export interface SamplingSizes extends KeyValueShape {
  readonly vocabulary: number;
}

/** Bytes that one token of a prompt, or of one row, takes in the caches. */
export function cacheBytes({ layers, kvHeads, headDim }: KeyValueShape, target: GraphTarget): number {
  return 2 * layers * kvHeads * headDim * floatBytes(target);
}

/** Bytes that a row takes while a batch is written: its cache, and its share of what is computed of the vocabulary. */
export function rowBytes(sizes: SamplingSizes, target: GraphTarget, maxTokens: number): number {
  const distributions = 5 * sizes.vocabulary * Float32Array.BYTES_PER_ELEMENT;
  return maxTokens * cacheBytes(sizes, target) + distributions;
}
