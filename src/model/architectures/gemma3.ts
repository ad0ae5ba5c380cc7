import type { ArchitectureFamily } from './architecture.js';
import { gemmaDecoder } from './gemma.js';
import { headNorms, layersOf, plainLayer, postNorms, readRotary } from './plain.js';

/**
 * Gemma 3 without its pictures: as Gemma 2, but with norms of each head's queries and keys instead of the scores' soft
 * cap, and a window in five of six layers, which turn faster than those that see everything.
 */
export const gemma3: ArchitectureFamily = {
  name: 'gemma3',
  describe(metadata) {
    const rotary = readRotary(metadata);
    const rotaryInWindow = {
      ...rotary,
      base: metadata.number('rope.freq_base_swa') ?? 10_000,
      positionDivisor: 1,
    };
    const window = metadata.number('attention.sliding_window') || undefined;
    const period = metadata.number('attention.sliding_window_pattern') ?? 6;
    return {
      ...gemmaDecoder(metadata, 62),
      logitSoftCap: metadata.number('final_logit_softcapping') || undefined,
      layers: layersOf(metadata, (index) => {
        const hasWindow = window !== undefined && index % period < period - 1;
        return {
          ...plainLayer(metadata, index, hasWindow ? rotaryInWindow : rotary),
          headNorms: headNorms(index),
          postNorms: postNorms(index),
          window: hasWindow ? window : undefined,
        };
      }),
    };
  },
};
