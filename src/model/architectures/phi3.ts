import type { ArchitectureFamily } from './architecture.js';
import { layersOf, plainDecoder, plainLayer, readRotary } from './plain.js';
import { layerTensor } from './tensor-names.js';

/** Frequency divisors for texts up to the length that the model was first trained for, and for longer ones. */
const SHORT_DIVISORS = 'rope_factors_short.weight';
const LONG_DIVISORS = 'rope_factors_long.weight';

/**
 * Phi-3, Phi-3.5 and Phi-4: query, key and value are one matrix, gate and up another. Of the models with two sets of
 * frequencies ("longrope", Ding et al. 2024, arXiv 2402.13753) only the one for short texts is used, and the context is
 * limited to them: keys turned by one set mean nothing to the other.
 */
export const phi3: ArchitectureFamily = {
  name: 'phi3',
  unusedTensors: [LONG_DIVISORS],
  describe(metadata) {
    const plain = plainDecoder(metadata);
    const { heads, kvHeads, headDim, feedForward } = plain;
    const isLongrope = metadata.hasTensor(SHORT_DIVISORS);
    const rotary = {
      ...readRotary(metadata, ['none', 'linear', 'longrope']),
      frequencyDivisors: isLongrope ? SHORT_DIVISORS : undefined,
      magnitude: metadata.number('rope.scaling.attn_factor') ?? 1,
    };
    const shortContext = isLongrope ? metadata.number('rope.scaling.original_context_length') : undefined;
    const contextLength = Math.min(plain.contextLength, shortContext ?? plain.contextLength);
    // 0 where there is none, and sometimes more than the model knows positions. llama.cpp leaves it out.
    const window = metadata.number('attention.sliding_window') || contextLength;
    return {
      ...plain,
      contextLength,
      rotaryRows: 'halves',
      layers: layersOf(metadata, (index) => {
        const queries = heads * headDim;
        const keys = kvHeads * headDim;
        const attention = { fused: layerTensor(index, 'attn_qkv.weight'), allRows: queries + 2 * keys };
        const inner = { fused: layerTensor(index, 'ffn_up.weight'), allRows: 2 * feedForward };
        return {
          ...plainLayer(metadata, index, rotary),
          query: { ...attention, firstRow: 0 },
          key: { ...attention, firstRow: queries },
          value: { ...attention, firstRow: queries + keys },
          gate: { ...inner, firstRow: 0 },
          up: { ...inner, firstRow: feedForward },
          window: window < contextLength ? window : undefined,
        };
      }),
    };
  },
};
