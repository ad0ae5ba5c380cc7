import type { Architecture } from './architecture.js';

export const EMBEDDING = 'token_embd.weight';
export const FINAL_NORM = 'output_norm.weight';
export const HEAD = 'output.weight';

/** A layer's tensors, by GGUF's names. */
export function layerTensors(layer: number) {
  const of = (part: string) => `blk.${layer}.${part}`;
  return {
    attentionNorm: of('attn_norm.weight'),
    query: of('attn_q.weight'),
    queryBias: of('attn_q.bias'),
    key: of('attn_k.weight'),
    keyBias: of('attn_k.bias'),
    value: of('attn_v.weight'),
    valueBias: of('attn_v.bias'),
    output: of('attn_output.weight'),
    feedForwardNorm: of('ffn_norm.weight'),
    gate: of('ffn_gate.weight'),
    up: of('ffn_up.weight'),
    down: of('ffn_down.weight'),
  };
}

/** All tensors that a model of this architecture has. */
export function tensorNames(architecture: Architecture): string[] {
  const names = [EMBEDDING, FINAL_NORM];
  if (!architecture.tiedHead) names.push(HEAD);
  for (let layer = 0; layer < architecture.layers; layer++) {
    const { queryBias, keyBias, valueBias, ...weights } = layerTensors(layer);
    names.push(...Object.values(weights));
    if (architecture.attentionBias) names.push(queryBias, keyBias, valueBias);
  }
  return names;
}
