import type { ArchitectureFamily } from './architecture.js';
import { headNorms, layersOf, plainDecoder, plainLayer, readRotary } from './plain.js';

/** Qwen 3: each head's queries and keys are normalised. */
export const qwen3: ArchitectureFamily = {
  name: 'qwen3',
  describe(metadata) {
    const rotary = readRotary(metadata);
    return {
      ...plainDecoder(metadata),
      rotaryRows: 'halves',
      layers: layersOf(metadata, (index) => ({
        ...plainLayer(metadata, index, rotary),
        headNorms: headNorms(index),
      })),
    };
  },
};
