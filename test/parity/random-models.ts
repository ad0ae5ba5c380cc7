import { RandomStream } from '../../src/core/random.js';
import { encodeGguf, type MetadataValue, type TensorToWrite } from '../unit/model/gguf-writer.js';
import { type MatrixType, randomMatrix, randomVector } from './random-tensors.js';

const WIDTH = 256;
const FEED_FORWARD = 512;
const HEADS = 4;
const KV_HEADS = 2;
const CONTEXT = 512;
export const VOCABULARY = 300;

/** A small model to be made of random weights: what its file says and has beside what all have. */
export interface RandomModel {
  readonly architecture: string;
  readonly layers: number;
  readonly headDim: number;
  /** Metadata, without the architecture's name before the keys. */
  readonly metadata?: Readonly<Record<string, MetadataValue>>;
  readonly tiedHead?: boolean;
  /** Multiplied by the root of the width, so that its values must be small. */
  readonly scaledEmbedding?: boolean;
  readonly attentionBias?: boolean;
  /** Norms of each head's queries and keys. */
  readonly headNorms?: boolean;
  /** Norms after attention and after the feed-forward network. */
  readonly postNorms?: boolean;
  /** Query, key and value as one matrix, gate and up as another. */
  readonly fused?: boolean;
  /** Divisors of the rotary frequencies: tensors of headDim/2 values, or of so many as are turned. */
  readonly rotaryFactors?: readonly string[];
}

const llama: RandomModel = { architecture: 'llama', layers: 2, headDim: 64 };
const gemma = { layers: 4, headDim: 128, tiedHead: true, scaledEmbedding: true, postNorms: true } as const;

/** By what is peculiar to them. Windows are shorter than the texts compared, caps small enough to be felt. */
export const randomModels = {
  llama,
  'llama, tied, grouped otherwise': {
    ...llama,
    tiedHead: true,
    metadata: { 'attention.head_count_kv': 4, 'rope.freq_base': { float: 500_000 } },
  },
  'llama, biases': { ...llama, attentionBias: true },
  'llama, Llama 3 frequencies': { ...llama, rotaryFactors: ['rope_freqs.weight'] },
  'llama, linear scaling': {
    ...llama,
    metadata: { 'rope.scaling.type': 'linear', 'rope.scaling.factor': { float: 4 } },
  },
  qwen2: { ...llama, architecture: 'qwen2', attentionBias: true },
  qwen3: { ...llama, architecture: 'qwen3', headDim: 128, headNorms: true, tiedHead: true },
  phi3: { ...llama, architecture: 'phi3', fused: true, metadata: { 'attention.sliding_window': 0 } },
  'phi3, longrope, partly turned': {
    ...llama,
    architecture: 'phi3',
    fused: true,
    metadata: {
      'attention.sliding_window': 0,
      'rope.dimension_count': 48,
      'rope.scaling.type': 'longrope',
      'rope.scaling.original_context_length': 256,
      'rope.scaling.attn_factor': { float: 1.19 },
    },
    rotaryFactors: ['rope_factors_long.weight', 'rope_factors_short.weight'],
  },
  gemma2: {
    ...gemma,
    architecture: 'gemma2',
    metadata: {
      'attention.sliding_window': 16,
      attn_logit_softcapping: { float: 2 },
      final_logit_softcapping: { float: 5 },
    },
  },
  gemma3: {
    ...gemma,
    architecture: 'gemma3',
    headNorms: true,
    metadata: {
      'attention.sliding_window': 16,
      'attention.sliding_window_pattern': 2,
      'rope.freq_base': { float: 1_000_000 },
      'rope.scaling.type': 'linear',
      'rope.scaling.factor': { float: 8 },
    },
  },
  smollm3: { ...llama, architecture: 'smollm3', layers: 4, tiedHead: true },
} satisfies Record<string, RandomModel>;

/** The bytes of a GGUF file with the model's matrices of one type, or each of its own; the same for the same seed. */
export function encodeRandomModel(
  model: RandomModel,
  type: MatrixType | ((tensor: string) => MatrixType),
  seed = 1,
): Uint8Array {
  const { architecture, layers, headDim } = model;
  const random = RandomStream.of(seed);
  const kvHeads = Number(model.metadata?.['attention.head_count_kv'] ?? KV_HEADS);
  const turned = Number(model.metadata?.['rope.dimension_count'] ?? headDim);

  const keys: Record<string, MetadataValue> = {
    block_count: layers,
    context_length: CONTEXT,
    embedding_length: WIDTH,
    feed_forward_length: FEED_FORWARD,
    'attention.head_count': HEADS,
    'attention.head_count_kv': kvHeads,
    'attention.key_length': headDim,
    'attention.value_length': headDim,
    'attention.layer_norm_rms_epsilon': 1e-5,
    'rope.dimension_count': headDim,
    ...model.metadata,
  };

  const tensors: Record<string, TensorToWrite> = {};
  // Deviations such that a product has about the size of what is multiplied, and the logits a deviation of 2 to 3.
  const matrix = (name: string, columns: number, rows: number, gain = 1) => {
    const typeOfTensor = typeof type === 'function' ? type(name) : type;
    tensors[name] = randomMatrix(random, typeOfTensor, [columns, rows], gain / Math.sqrt(columns));
  };
  const norm = (name: string, length = WIDTH, gain = 1) => {
    tensors[name] = randomVector(random, length, gain, 0.2 * gain);
  };
  // A tied embedding that is large, too, would make every token the most probable one after itself.
  const embeddingGain = model.scaledEmbedding ? 0.3 : 2.5;
  matrix('token_embd.weight', WIDTH, VOCABULARY, embeddingGain);
  for (const name of model.rotaryFactors ?? []) tensors[name] = randomVector(random, turned / 2, 3, 0.5);
  for (let layer = 0; layer < layers; layer++) {
    const of = (part: string) => `blk.${layer}.${part}`;
    norm(of('attn_norm.weight'));
    const projections = { attn_q: HEADS * headDim, attn_k: kvHeads * headDim, attn_v: kvHeads * headDim };
    if (model.fused) {
      const rows = Object.values(projections).reduce((sum, part) => sum + part);
      matrix(of('attn_qkv.weight'), WIDTH, rows, 1.5);
    } else {
      for (const [name, rows] of Object.entries(projections)) {
        matrix(of(`${name}.weight`), WIDTH, rows, 1.5);
        if (model.attentionBias) tensors[of(`${name}.bias`)] = randomVector(random, rows, 0, 0.5);
      }
    }
    if (model.headNorms) {
      norm(of('attn_q_norm.weight'), headDim);
      norm(of('attn_k_norm.weight'), headDim);
    }
    matrix(of('attn_output.weight'), HEADS * headDim, WIDTH);
    if (model.postNorms) norm(of('post_attention_norm.weight'));
    norm(of('ffn_norm.weight'));
    matrix(of('ffn_up.weight'), WIDTH, model.fused ? 2 * FEED_FORWARD : FEED_FORWARD, 1.5);
    if (!model.fused) matrix(of('ffn_gate.weight'), WIDTH, FEED_FORWARD, 1.5);
    matrix(of('ffn_down.weight'), FEED_FORWARD, WIDTH);
    if (model.postNorms) norm(of('post_ffw_norm.weight'));
  }
  norm('output_norm.weight', WIDTH, model.tiedHead ? 2.5 / embeddingGain : 1);
  if (!model.tiedHead) matrix('output.weight', WIDTH, VOCABULARY, 2.5);

  return encodeGguf(
    {
      'general.architecture': architecture,
      ...Object.fromEntries(Object.entries(keys).map(([key, value]) => [`${architecture}.${key}`, value])),
      ...vocabulary(),
    },
    tensors,
  );
}

/** Tokens for single bytes, as both tokenizers want them, one of two bytes, and names without meaning for the rest. */
function vocabulary(): Record<string, MetadataValue> {
  const bytes = Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCodePoint(printable ? byte : 256 + byte);
  });
  const plain = [...bytes, 'ab'];
  const tokens = [...plain, ...Array.from({ length: VOCABULARY - plain.length }, (_, i) => `<|control ${i}|>`)];
  return {
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'smollm',
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.token_type': tokens.map((_, id) => (id < plain.length ? 1 : 3)),
    'tokenizer.ggml.merges': ['a b'],
    'tokenizer.ggml.eos_token_id': plain.length,
    'tokenizer.chat_template': "{% for message in messages %}{{ message['content'] }}{% endfor %}",
  };
}
