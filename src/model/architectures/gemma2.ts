import type { ArchitectureFamily } from './architecture.js';
import { layersOf, plainDecoder, plainLayer, postNorms, readRotary } from './plain.js';

/** The 27B model has so many layers; its scores are scaled by another length than a head's. */
const LAYERS_OF_27B = 46;

/**
 * Gemma 2: the embedding scaled, norms after the sublayers, too, GeGLU, soft caps, and a window in every other layer,
 * from the first on. (The norms' gains are stored with the 1 that Gemma adds.)
 */
export const gemma2: ArchitectureFamily = {
  name: 'gemma2',
  describe(metadata) {
    const plain = plainDecoder(metadata);
    const rotary = readRotary(metadata);
    const window = metadata.number('attention.sliding_window') ?? 4096;
    const scaledLength = metadata.required('block_count') === LAYERS_OF_27B ? plain.width / plain.heads : plain.headDim;
    return {
      ...plain,
      embeddingScale: Math.sqrt(plain.width),
      rotaryRows: 'halves',
      attentionScale: 1 / Math.sqrt(scaledLength),
      attentionSoftCap: metadata.number('attn_logit_softcapping') ?? 50,
      activation: 'gelu',
      logitSoftCap: metadata.number('final_logit_softcapping') ?? 30,
      layers: layersOf(metadata, (index) => ({
        ...plainLayer(metadata, index, rotary),
        postNorms: postNorms(index),
        window: index % 2 === 0 ? window : undefined,
      })),
    };
  },
};
