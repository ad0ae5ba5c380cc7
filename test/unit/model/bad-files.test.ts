import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GGMLQuantizationType } from '@huggingface/gguf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DamagedModelError,
  type ModelFileError,
  ModelFileMissingError,
  NotGgufError,
  TruncatedModelError,
  UnsupportedArchitectureError,
  UnsupportedChatTemplateError,
  UnsupportedFeatureError,
  UnsupportedTensorTypeError,
  UnsupportedTokenizerError,
} from '../../../src/model/errors.js';
import { prepareModel } from '../../../src/model/runnable.js';
import { floatTensor, type SmallModel, smallModel } from './gguf-writer.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bad-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function errorOf(bytes: Uint8Array): Promise<unknown> {
  const modelPath = path.join(folder, 'model.gguf');
  await writeFile(modelPath, bytes);
  return prepareModel({ modelPath, cacheFolder: path.join(folder, 'cache') }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a file that cannot be used', () => {
  it('is missing, or a folder', async () => {
    for (const modelPath of [path.join(folder, 'none.gguf'), folder]) {
      await expect(prepareModel({ modelPath, cacheFolder: folder })).rejects.toThrow(ModelFileMissingError);
    }
  });

  it.each([
    ['is empty', ''],
    ['is too short', 'GGU'],
    ['is something else', 'PK\x03\x04 a ZIP file'],
  ])('%s', async (_, contents) => {
    const error = await errorOf(Buffer.from(contents));
    expect(error).toBeInstanceOf(NotGgufError);
    expect((error as Error).message).toContain('47 47 55 46');
  });

  it('is cut off, wherever that is', async () => {
    const whole = smallModel();
    expect(await errorOf(whole)).toBeUndefined();
    const step = Math.floor(whole.length / 23);
    for (let length = 8; length < whole.length - 32; length += step) {
      const error = await errorOf(whole.subarray(0, length));
      expect(error, `cut at ${length}`).toBeInstanceOf(TruncatedModelError);
    }
  });

  it('contradicts itself', async () => {
    const version = smallModel();
    version[4] = 99;
    expect(await errorOf(version)).toBeInstanceOf(DamagedModelError);
    expect(await errorOf(smallModel({ metadata: { 'llama.block_count': undefined } }))).toBeInstanceOf(
      DamagedModelError,
    );
    expect(await errorOf(smallModel({ metadata: { 'llama.block_count': 'two' } }))).toBeInstanceOf(DamagedModelError);
    expect(await errorOf(smallModel({ tensors: { 'blk.1.attn_q.weight': undefined } }))).toBeInstanceOf(
      DamagedModelError,
    );
    const wrongShape = await errorOf(smallModel({ tensors: { 'blk.1.attn_q.weight': floatTensor(64, 63) } }));
    expect(wrongShape).toBeInstanceOf(DamagedModelError);
    expect((wrongShape as Error).message).toContain('blk.1.attn_q.weight is 63 x 64');
  });
});

const iq3_s = { shape: [256, 16], type: GGMLQuantizationType.IQ3_S, bytes: new Uint8Array(16 * 110) };

/** Each with what was found and one thing that is supported, both of which the message names. */
const unsupported: [string, SmallModel, new (...args: never[]) => ModelFileError, string, string][] = [
  ['architecture', { metadata: { 'general.architecture': 'mamba' } }, UnsupportedArchitectureError, 'mamba', 'qwen2'],
  ['tensor type', { tensors: { 'blk.0.attn_q.weight': iq3_s } }, UnsupportedTensorTypeError, 'IQ3_S', 'Q4_K'],
  ['tokenizer', { metadata: { 'tokenizer.ggml.model': 'llama' } }, UnsupportedTokenizerError, 'llama with', 'gpt2'],
  [
    'pre-tokenizer',
    { metadata: { 'tokenizer.ggml.pre': 'chameleon' } },
    UnsupportedTokenizerError,
    'chameleon',
    'smollm',
  ],
  ['rotary scaling', { metadata: { 'llama.rope.scaling.type': 'yarn' } }, UnsupportedFeatureError, 'yarn', 'none'],
  ['experts', { metadata: { 'llama.expert_count': 8 } }, UnsupportedFeatureError, 'experts 8', '0'],
  ['part', { tensors: { 'blk.0.ffn_gate_inp.weight': floatTensor(64) } }, UnsupportedFeatureError, 'gate_inp', 'plain'],
];

describe('a model that is not supported', () => {
  it.each(unsupported)('has another %s', async (_, changes, errorClass, found, supported) => {
    const error = await errorOf(smallModel(changes));
    expect(error).toBeInstanceOf(errorClass);
    expect((error as Error).message).toContain(found);
    expect((error as Error).message).toContain(supported);
    expect((error as ModelFileError).nextStep).not.toBe('');
  });

  it('has no chat template nor the tokens of ChatML, or a broken one', async () => {
    const tokens = ['<|endoftext|>', 'a', 'b', 'h', 'i', 'hi', 'Ġ', '<', '|', '>', 'Ċ'];
    for (const metadata of [
      { 'tokenizer.chat_template': undefined, 'tokenizer.ggml.tokens': tokens },
      { 'tokenizer.chat_template': '{% for message in %}' },
    ]) {
      expect(await errorOf(smallModel({ metadata }))).toBeInstanceOf(UnsupportedChatTemplateError);
    }
  });
});
