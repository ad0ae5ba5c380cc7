import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GGMLQuantizationType } from '@huggingface/gguf';

/** A number by itself is written as uint32 where it is whole, in a list as int32, else as float32. */
export type MetadataValue =
  | string
  | number
  | boolean
  | { readonly float: number }
  | readonly string[]
  | readonly number[];

/** A tensor as it is written; `shape` has the columns first, as in the file. */
export interface TensorToWrite {
  readonly shape: readonly number[];
  readonly type: GGMLQuantizationType;
  readonly bytes: Uint8Array;
}

const ALIGNMENT = 32;
const UINT32 = 4;
const INT32 = 5;
const FLOAT32 = 6;
const BOOL = 7;
const STRING = 8;
const ARRAY = 9;

/** The bytes of a GGUF file, version 3 (ggml's docs/gguf.md). */
export function encodeGguf(
  metadata: Readonly<Record<string, MetadataValue>>,
  tensors: Readonly<Record<string, TensorToWrite>>,
): Uint8Array {
  const parts: Buffer[] = [];
  const u32 = (value: number) => {
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    parts.push(part);
  };
  const u64 = (value: number) => {
    const part = Buffer.alloc(8);
    part.writeBigUInt64LE(BigInt(value));
    parts.push(part);
  };
  const text = (value: string) => {
    const bytes = Buffer.from(value);
    u64(bytes.length);
    parts.push(bytes);
  };
  const scalarType = (value: string | number | boolean) =>
    typeof value === 'string' ? STRING : typeof value === 'boolean' ? BOOL : Number.isInteger(value) ? UINT32 : FLOAT32;
  const scalar = (value: string | number | boolean) => {
    if (typeof value === 'string') text(value);
    else if (typeof value === 'boolean') parts.push(Buffer.of(Number(value)));
    else if (Number.isInteger(value)) u32(value);
    else parts.push(Buffer.from(Float32Array.of(value).buffer));
  };

  parts.push(Buffer.from('GGUF'));
  u32(3);
  u64(Object.keys(tensors).length);
  u64(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    text(key);
    if (typeof value !== 'object') {
      u32(scalarType(value));
      scalar(value);
      continue;
    }
    if ('float' in value) {
      u32(FLOAT32);
      parts.push(Buffer.from(Float32Array.of(value.float).buffer));
      continue;
    }
    u32(ARRAY);
    const type = scalarType(value[0] ?? 0);
    u32(type === UINT32 ? INT32 : type);
    u64(value.length);
    for (const each of value) scalar(each);
  }
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    text(name);
    u32(tensor.shape.length);
    for (const dimension of tensor.shape) u64(dimension);
    u32(tensor.type);
    u64(offset);
    offset += padded(tensor.bytes.length);
  }
  pad(parts);
  for (const { bytes } of Object.values(tensors)) {
    parts.push(Buffer.from(bytes));
    pad(parts);
  }
  return Buffer.concat(parts);
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function pad(parts: Buffer[]): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  parts.push(Buffer.alloc(padded(length) - length));
}

/** A float32 tensor of repeatable values. */
export function floatTensor(...shape: number[]): TensorToWrite {
  const length = shape.reduce((product, dimension) => product * dimension, 1);
  const values = Float32Array.from({ length }, (_, i) => Math.sin(i) / 8);
  return { shape, type: GGMLQuantizationType.F32, bytes: new Uint8Array(values.buffer) };
}

/** What differs from the small model below; `undefined` leaves the entry out. */
export interface SmallModel {
  readonly metadata?: Readonly<Record<string, MetadataValue | undefined>>;
  readonly tensors?: Readonly<Record<string, TensorToWrite | undefined>>;
}

/** A whole model of the `llama` architecture, two layers of width 64, with tokens for single bytes. */
export function smallModel(changes?: SmallModel): Uint8Array {
  const { metadata, tensors } = smallContents(changes);
  return encodeGguf(metadata, tensors);
}

/** The small model in several files, as llama.cpp's gguf-split makes them: all but the first have no other metadata. */
export function smallModelParts(count: number, changes?: SmallModel): Uint8Array[] {
  const { metadata, tensors } = smallContents(changes);
  const entries = Object.entries(tensors);
  const each = Math.ceil(entries.length / count);
  return Array.from({ length: count }, (_, index) => {
    const split = { 'split.no': index, 'split.count': count, 'split.tensors.count': entries.length };
    return encodeGguf(
      index === 0 ? { ...split, ...metadata } : split,
      Object.fromEntries(entries.slice(index * each, (index + 1) * each)),
    );
  });
}

/** What a part is called, counted from 1. */
export function partName(stem: string, number: number, count: number): string {
  return `${stem}-0000${number}-of-0000${count}.gguf`;
}

/** Returns the paths of the parts. */
export async function writeSmallModelParts(folder: string, count: number, changes?: SmallModel): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, bytes] of smallModelParts(count, changes).entries()) {
    const file = path.join(folder, partName('small', index + 1, count));
    await writeFile(file, bytes);
    paths.push(file);
  }
  return paths;
}

function smallContents(changes: SmallModel = {}) {
  const tokens = ['<|endoftext|>', '<|im_start|>', '<|im_end|>', 'h', 'i', 'hi', 'Ġ', '<', '|', '>', 'Ċ'];
  const metadata: Record<string, MetadataValue | undefined> = {
    'general.architecture': 'llama',
    'general.name': 'Small',
    'llama.block_count': 2,
    'llama.context_length': 128,
    'llama.embedding_length': 64,
    'llama.feed_forward_length': 128,
    'llama.attention.head_count': 4,
    'llama.attention.head_count_kv': 2,
    'llama.attention.layer_norm_rms_epsilon': 1e-5,
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'smollm',
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.token_type': tokens.map((_, id) => (id < 3 ? 3 : 1)),
    'tokenizer.ggml.merges': ['h i'],
    'tokenizer.ggml.eos_token_id': 2,
    'tokenizer.chat_template':
      "{% for message in messages %}<|im_start|>{{ message['content'] }}<|im_end|>{% endfor %}",
    ...changes.metadata,
  };
  const tensors: Record<string, TensorToWrite | undefined> = {
    'token_embd.weight': floatTensor(64, tokens.length),
    'output_norm.weight': floatTensor(64),
  };
  for (const layer of [0, 1]) {
    for (const [name, shape] of Object.entries({
      attn_norm: [64],
      attn_q: [64, 64],
      attn_k: [64, 32],
      attn_v: [64, 32],
      attn_output: [64, 64],
      ffn_norm: [64],
      ffn_gate: [64, 128],
      ffn_up: [64, 128],
      ffn_down: [128, 64],
    })) {
      tensors[`blk.${layer}.${name}.weight`] = floatTensor(...shape);
    }
  }
  Object.assign(tensors, changes.tensors);
  return { metadata: present(metadata), tensors: present(tensors) };
}

export async function writeSmallModel(file: string, changes?: SmallModel): Promise<void> {
  await writeFile(file, smallModel(changes));
}

function present<T>(entries: Record<string, T | undefined>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, T] => entry[1] !== undefined));
}
