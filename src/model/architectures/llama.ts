import type { ArchitectureFamily } from './architecture.js';
import { layersOf, plainDecoder, plainLayer, readRotary } from './plain.js';

/** Llama 3.1 and later stretch their slow frequencies; the file has by how much. */
const FREQUENCY_DIVISORS = 'rope_freqs.weight';

/** Llama and what was built like it: SmolLM2, Mistral 7B, TinyLlama, DeepSeek-Coder 6.7B, … */
export const llama: ArchitectureFamily = {
  name: 'llama',
  describe(metadata) {
    const frequencyDivisors = metadata.hasTensor(FREQUENCY_DIVISORS) ? FREQUENCY_DIVISORS : undefined;
    const rotary = { ...readRotary(metadata), frequencyDivisors };
    return {
      ...plainDecoder(metadata),
      rotaryRows: 'interleaved',
      layers: layersOf(metadata, (index) => plainLayer(metadata, index, rotary)),
    };
  },
};
