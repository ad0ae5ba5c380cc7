import type { ArchitectureFamily } from './architecture.js';
import { layersOf, plainDecoder, plainLayer, readRotary } from './plain.js';

/** SmolLM3: as Llama, but every fourth layer does not know positions ("NoPE", Yang et al. 2025, arXiv 2501.18795). */
export const smollm3: ArchitectureFamily = {
  name: 'smollm3',
  describe(metadata) {
    const rotary = readRotary(metadata);
    return {
      ...plainDecoder(metadata),
      rotaryRows: 'interleaved',
      layers: layersOf(metadata, (index) => plainLayer(metadata, index, index % 4 === 3 ? undefined : rotary)),
    };
  },
};
