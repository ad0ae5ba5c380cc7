import type { ArchitectureFamily } from './architecture.js';
import { layersOf, plainDecoder, plainLayer, readRotary } from './plain.js';

/** Qwen 2 and 2.5, Qwen2.5-Coder: biases in the query, key and value projections. */
export const qwen2: ArchitectureFamily = {
  name: 'qwen2',
  describe(metadata) {
    const rotary = readRotary(metadata);
    return {
      ...plainDecoder(metadata),
      rotaryRows: 'halves',
      layers: layersOf(metadata, (index) => plainLayer(metadata, index, rotary)),
    };
  },
};
