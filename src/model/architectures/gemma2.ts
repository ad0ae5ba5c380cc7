import type { ArchitectureFamily } from './architecture.js';
import { gemmaDecoder } from './gemma.js';
import { layersOf, plainLayer, postNorms, readRotary } from './plain.js';

/** Gemma 2: norms after the sublayers, too, soft caps, and a window in every other layer, from the first on. */
export const gemma2: ArchitectureFamily = {
  name: 'gemma2',
  describe(metadata) {
    const rotary = readRotary(metadata);
    const window = metadata.number('attention.sliding_window') ?? 4096;
    return {
      ...gemmaDecoder(metadata, 46),
      attentionSoftCap: metadata.number('attn_logit_softcapping') ?? 50,
      logitSoftCap: metadata.number('final_logit_softcapping') ?? 30,
      layers: layersOf(metadata, (index) => ({
        ...plainLayer(metadata, index, rotary),
        postNorms: postNorms(index),
        window: index % 2 === 0 ? window : undefined,
      })),
    };
  },
};
