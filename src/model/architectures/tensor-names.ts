import type { Architecture, Layer } from './architecture.js';

export const EMBEDDING = 'token_embd.weight';
export const FINAL_NORM = 'output_norm.weight';
export const HEAD = 'output.weight';

/** A layer's tensor, by GGUF's name for the part. */
export function layerTensor(layer: number, part: string): string {
  return `blk.${layer}.${part}`;
}

/** All tensors that a model of this architecture has. */
export function tensorNames(architecture: Architecture): ReadonlySet<string> {
  const names = new Set([EMBEDDING, FINAL_NORM]);
  if (!architecture.tiedHead) names.add(HEAD);
  for (const layer of architecture.layers) {
    for (const name of layerTensorNames(layer)) names.add(name);
    if (layer.rotary?.frequencyDivisors) names.add(layer.rotary.frequencyDivisors);
  }
  return names;
}

function layerTensorNames(layer: Layer): readonly string[] {
  const projections = [layer.query, layer.key, layer.value, layer.output, layer.gate, layer.up, layer.down];
  return [
    layer.attentionNorm,
    layer.feedForwardNorm,
    ...Object.values(layer.headNorms ?? {}),
    ...Object.values(layer.postNorms ?? {}),
    ...projections.flatMap((source) =>
      'fused' in source ? [source.fused] : source.bias === undefined ? [source.weight] : [source.weight, source.bias],
    ),
  ];
}
