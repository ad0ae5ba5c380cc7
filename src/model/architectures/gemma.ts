import type { Architecture } from './architecture.js';
import type { Metadata } from './metadata.js';
import { plainDecoder } from './plain.js';

/**
 * What the Gemmas have in common: the embedding scaled, GeGLU. (The norms' gains are stored with the 1 that Gemma adds.)
 *
 * @param layersOf27B the 27B model has so many layers; its scores are scaled by another length than a head's
 */
export function gemmaDecoder(metadata: Metadata, layersOf27B: number): Omit<Architecture, 'layers'> {
  const plain = plainDecoder(metadata);
  const scaledLength = metadata.required('block_count') === layersOf27B ? plain.width / plain.heads : plain.headDim;
  return {
    ...plain,
    embeddingScale: Math.sqrt(plain.width),
    rotaryRows: 'halves',
    attentionScale: 1 / Math.sqrt(scaledLength),
    activation: 'gelu',
  };
}
