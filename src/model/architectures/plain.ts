import * as l10n from '@vscode/l10n';
import type { Architecture, Layer, Rotary } from './architecture.js';
import type { Metadata } from './metadata.js';
import { HEAD, layerTensor } from './tensor-names.js';

/**
 * Positions that a graph has at most: its tables of rotary angles take 0.5 KB for each, and nobody waits for a prompt of
 * 100,000 tokens here.
 */
const MOST_POSITIONS = 32_768;

/**
 * What most decoders have in common: sizes under GGUF's usual keys, an embedding and logits that are used as they are,
 * scores divided by the square root of a head's length, all dimensions of a head turned, a gate with SiLU.
 */
export function plainDecoder(metadata: Metadata): Omit<Architecture, 'layers' | 'rotaryRows'> {
  const width = metadata.required('embedding_length');
  const heads = metadata.required('attention.head_count');
  const headDim = metadata.number('attention.key_length') ?? width / heads;
  metadata.accept(l10n.t('the length of values'), metadata.number('attention.value_length'), [headDim]);
  metadata.accept(l10n.t('the number of experts'), metadata.number('expert_count'), [0]);
  return {
    name: metadata.architecture,
    heads,
    kvHeads: metadata.number('attention.head_count_kv') ?? heads,
    headDim,
    width,
    feedForward: metadata.required('feed_forward_length'),
    vocabulary: metadata.vocabulary,
    contextLength: Math.min(MOST_POSITIONS, metadata.required('context_length')),
    normEpsilon: metadata.required('attention.layer_norm_rms_epsilon'),
    embeddingScale: 1,
    rotaryDimensions: metadata.number('rope.dimension_count') ?? headDim,
    attentionScale: 1 / Math.sqrt(headDim),
    attentionSoftCap: undefined,
    activation: 'silu',
    logitSoftCap: undefined,
    tiedHead: !metadata.hasTensor(HEAD),
  };
}

/** As many layers as the file says. */
export function layersOf(metadata: Metadata, layer: (index: number) => Layer): readonly Layer[] {
  return Array.from({ length: metadata.required('block_count') }, (_, index) => layer(index));
}

/**
 * A layer as most are: a norm before each sublayer, a matrix for each projection, a bias where the file has one, and
 * attention to all that came before.
 */
export function plainLayer(metadata: Metadata, index: number, rotary: Rotary | undefined): Layer {
  const projection = (part: string) => {
    const bias = layerTensor(index, `${part}.bias`);
    return { weight: layerTensor(index, `${part}.weight`), bias: metadata.hasTensor(bias) ? bias : undefined };
  };
  return {
    attentionNorm: layerTensor(index, 'attn_norm.weight'),
    query: projection('attn_q'),
    key: projection('attn_k'),
    value: projection('attn_v'),
    output: projection('attn_output'),
    headNorms: undefined,
    feedForwardNorm: layerTensor(index, 'ffn_norm.weight'),
    gate: projection('ffn_gate'),
    up: projection('ffn_up'),
    down: projection('ffn_down'),
    postNorms: undefined,
    rotary,
    window: undefined,
  };
}

/** The rotary embedding as metadata describe it, with positions divided where the model was trained so ("linear"). */
export function readRotary(metadata: Metadata, scalings: readonly string[] = ['none', 'linear']): Rotary {
  const scaling = metadata.string('rope.scaling.type') ?? 'linear';
  metadata.accept(l10n.t('the rotary scaling'), scaling, scalings);
  const divisor = metadata.number('rope.scaling.factor') ?? metadata.number('rope.scale_linear');
  return {
    base: metadata.number('rope.freq_base') ?? 10_000,
    positionDivisor: (scaling === 'linear' && divisor) || 1,
    frequencyDivisors: undefined,
    magnitude: 1,
  };
}

/** Norms of each head's queries and keys. */
export function headNorms(index: number): NonNullable<Layer['headNorms']> {
  return { query: layerTensor(index, 'attn_q_norm.weight'), key: layerTensor(index, 'attn_k_norm.weight') };
}

/** Norms after each sublayer. */
export function postNorms(index: number): NonNullable<Layer['postNorms']> {
  return {
    attention: layerTensor(index, 'post_attention_norm.weight'),
    feedForward: layerTensor(index, 'post_ffw_norm.weight'),
  };
}
