import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GGMLQuantizationType } from '@huggingface/gguf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeModelFile } from '../../../src/model/describe.js';
import {
  ModelFileMissingError,
  NotGgufError,
  TruncatedModelError,
  UnsupportedArchitectureError,
  UnsupportedChatTemplateError,
  UnsupportedTensorTypeError,
  UnsupportedTokenizerError,
} from '../../../src/model/errors.js';
import { MissingPartError } from '../../../src/model/gguf/errors.js';
import { type SmallModel, writeSmallModel, writeSmallModelParts } from './gguf-writer.js';

const EMBEDDED = path.resolve(import.meta.dirname, '../../../models/smollm2-135m-instruct-q4_1.gguf');

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'describe-'));
  file = path.join(folder, 'model.gguf');
});
afterEach(() => rm(folder, { recursive: true }));

async function described(changes?: SmallModel) {
  await writeSmallModel(file, changes);
  return describeModelFile(file);
}

function tensor(type: GGMLQuantizationType, bytes: number) {
  return { shape: [256, 256], type, bytes: new Uint8Array(256 * bytes) };
}

const UNKNOWN = { bytes: null, name: null, architecture: null, quantisation: null, parameters: null };

describe('the description of a model', () => {
  it('says what a real file is', async () => {
    expect(await describeModelFile(EMBEDDED)).toEqual({
      bytes: (await stat(EMBEDDED)).size,
      name: 'Smollm2 135M 8k Lc100K Mix1 Ep2',
      architecture: 'llama',
      quantisation: 'Q4_1',
      parameters: 134_515_008,
      contextLength: 8192,
    });
  });

  it('says what is there, where the file does not say all', async () => {
    const metadata = { 'general.name': undefined, 'llama.context_length': undefined };
    expect(await described({ metadata })).toMatchObject({ name: null, contextLength: null, architecture: 'llama' });
    expect(await described({ metadata: { 'general.architecture': undefined } })).toMatchObject({
      name: 'Small',
      architecture: null,
      contextLength: null,
    });
  });

  it('names the quantisation as the file does, else by the type of the most bytes', async () => {
    const tensors = {
      'blk.0.ffn_up.weight': tensor(GGMLQuantizationType.Q4_K, 144),
      'blk.0.ffn_down.weight': tensor(GGMLQuantizationType.Q6_K, 210),
    };
    const quantisationOf = async (fileType?: number) =>
      (await described({ tensors, metadata: { 'general.file_type': fileType } })).quantisation;
    expect(await quantisationOf(15)).toBe('Q4_K_M');
    expect(await quantisationOf(32)).toBe('BF16');
    expect(await quantisationOf(999)).toBe('F32');
    expect(await quantisationOf()).toBe('F32');
    Object.assign(tensors, { 'output.weight': { ...tensor(GGMLQuantizationType.Q6_K, 210 * 8), shape: [2048, 256] } });
    expect(await quantisationOf()).toBe('Q6_K');
  });

  it('counts all files of a split model', async () => {
    const whole = await described();
    const parts = await writeSmallModelParts(folder, 3);
    const sizes = await Promise.all(parts.map(async (part) => (await stat(part)).size));
    for (const part of parts) {
      expect(await describeModelFile(part)).toEqual({ ...whole, bytes: sizes.reduce((sum, size) => sum + size, 0) });
    }
    await rm(parts[1]!);
    expect(await describeModelFile(parts[0]!)).toMatchObject({ ...UNKNOWN, problem: expect.any(MissingPartError) });
  });

  it('has no problem where the model will run', async () => {
    expect(await described()).not.toHaveProperty('problem');
  });

  it.each([
    ['architecture', { 'general.architecture': 'mamba' }, UnsupportedArchitectureError],
    ['tokenizer', { 'tokenizer.ggml.pre': 'nobody-knows' }, UnsupportedTokenizerError],
    ['chat template', { 'tokenizer.chat_template': '{% for message in %}' }, UnsupportedChatTemplateError],
  ])('says what keeps it from running: the %s', async (_, metadata, errorClass) => {
    const { problem, bytes } = await described({ metadata });
    expect(problem).toBeInstanceOf(errorClass);
    expect(bytes).toBe((await stat(file)).size);
  });

  it('names all types of tensor that cannot be read', async () => {
    const { problem, unsupportedTypes } = await described({
      tensors: {
        'blk.0.ffn_up.weight': tensor(GGMLQuantizationType.IQ2_XXS, 66),
        'blk.0.ffn_down.weight': tensor(GGMLQuantizationType.IQ3_S, 110),
      },
    });
    expect(unsupportedTypes?.toSorted()).toEqual(['IQ2_XXS', 'IQ3_S']);
    expect(problem).toBeInstanceOf(UnsupportedTensorTypeError);
  });

  it('knows nothing of what is no model, and says so', async () => {
    const missing = await describeModelFile(path.join(folder, 'none.gguf'));
    expect(missing).toEqual({ ...UNKNOWN, contextLength: null, problem: expect.any(ModelFileMissingError) });
    await writeFile(file, 'PK\x03\x04');
    expect((await describeModelFile(file)).problem).toBeInstanceOf(NotGgufError);
  });

  it('still says what a file is whose tensors are cut off', async () => {
    const whole = await described();
    await truncate(file, (await stat(file)).size - 1000);
    const { problem, ...facts } = await describeModelFile(file);
    expect(problem).toBeInstanceOf(TruncatedModelError);
    expect(facts).toEqual({ ...whole, bytes: (whole.bytes ?? 0) - 1000 });
  });
});
