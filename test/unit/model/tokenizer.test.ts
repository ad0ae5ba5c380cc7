import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnsupportedTokenizerError } from '../../../src/model/errors.js';
import { GgufFile } from '../../../src/model/gguf/file.js';
import { preTokenizations } from '../../../src/model/tokenizer/pre-tokenizers.js';
import { beginningOf, endTokensOf, readTokenizer } from '../../../src/model/tokenizer/read.js';
import type { Tokenizer } from '../../../src/model/tokenizer/tokenizer.js';
import oracle from './fixtures/tokens.json';
import vocabularies from './fixtures/vocabularies.json';
import { type MetadataValue, writeSmallModel } from './gguf-writer.js';

const root = path.resolve(import.meta.dirname, '../../..');
const large = process.env.EXPLORE_SOLUTIONS_LARGE_MODEL;

/** The numbers of llama.cpp's tokenizer, written by test/oracles/tokens.mjs. */
const models = [
  { name: 'SmolLM2', file: path.join(root, 'models/smollm2-135m-instruct-q4_1.gguf'), expected: oracle.smollm2 },
  ...(large ? [{ name: 'Qwen2.5-Coder', file: large, expected: oracle.qwen2 }] : []),
];

describe.each(models)("$name's tokenizer", async ({ file: modelPath, expected }) => {
  const file = await GgufFile.open(modelPath);
  const tokenizer = readTokenizer(file);
  await file.close();
  const text = (tokens: readonly number[]) => Buffer.concat(tokens.map((token) => tokenizer.bytesOf(token))).toString();

  it.each(oracle.texts.map((each, index) => ({ text: each, shown: JSON.stringify(each), ids: expected.ids[index] })))(
    'has the ids of llama.cpp for $shown',
    ({ text, ids }) => {
      expect(tokenizer.encode(text)).toEqual(ids);
    },
  );

  it('has the ids of llama.cpp for all 164 problems and solutions of HumanEval', async () => {
    const lines = gunzipSync(await readFile(path.join(root, 'test/data/humaneval.jsonl.gz')))
      .toString()
      .trim();
    const hash = createHash('sha256');
    for (const line of lines.split('\n')) {
      const { prompt, canonical_solution } = JSON.parse(line) as { prompt: string; canonical_solution: string };
      const tokens = tokenizer.encode(prompt + canonical_solution);
      expect(text(tokens)).toBe(prompt + canonical_solution);
      hash.update(JSON.stringify(tokens));
    }
    expect(hash.digest('hex')).toBe(expected.humanEval);
  });

  it('gives bytes, so that a character cut in two is put together again', () => {
    for (const each of oracle.texts) expect(text(tokenizer.encode(each))).toBe(each);
    const pieces = tokenizer.encode('界😀').map((token) => tokenizer.bytesOf(token));
    expect(Buffer.concat(pieces).length).toBe(7);
  });

  it('gives no bytes for control tokens, and knows its size', () => {
    const control = tokenizer.controlTokens.get('<|im_end|>')!;
    expect(tokenizer.bytesOf(control)).toHaveLength(0);
    expect(tokenizer.encode('<|im_end|>')).not.toContain(control);
    expect(tokenizer.size).toBe(expected.size);
    expect(() => tokenizer.bytesOf(tokenizer.size)).toThrow(RangeError);
  });
});

describe('small vocabularies', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vocabularies-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  type Metadata = Readonly<Record<string, MetadataValue | undefined>>;

  async function read(metadata: Metadata): Promise<{ file: GgufFile; tokenizer: Tokenizer }> {
    const modelPath = path.join(folder, 'model.gguf');
    await writeSmallModel(modelPath, { metadata });
    const file = await GgufFile.open(modelPath);
    await file.close();
    return { file, tokenizer: readTokenizer(file) };
  }

  const { texts, byteLevel, sentencePiece } = vocabularies;
  const textOf = (tokenizer: Tokenizer, tokens: readonly number[]) =>
    Buffer.concat(tokens.map((token) => tokenizer.bytesOf(token))).toString();
  const bytePairs = (pre: string): Metadata => ({
    'tokenizer.ggml.pre': pre,
    'tokenizer.ggml.tokens': byteLevel.tokens,
    'tokenizer.ggml.token_type': byteLevel.types,
    'tokenizer.ggml.merges': byteLevel.merges,
    'tokenizer.ggml.bos_token_id': 0,
  });
  const pieces: Metadata = {
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.pre': undefined,
    'tokenizer.ggml.tokens': sentencePiece.tokens,
    'tokenizer.ggml.token_type': sentencePiece.types,
    'tokenizer.ggml.scores': sentencePiece.scores,
    'tokenizer.ggml.merges': undefined,
    'tokenizer.ggml.bos_token_id': 0,
  };

  it.each(byteLevel.expected.flatMap(({ pre, ids }) => pre.map((name) => ({ name, ids }))))(
    "are cut into words as $name's are",
    async ({ name, ids }) => {
      const { tokenizer } = await read(bytePairs(name));
      expect(texts.map((text) => tokenizer.encode(text))).toEqual(ids);
      expect(texts.map((text) => textOf(tokenizer, tokenizer.encode(text)))).toEqual(texts);
    },
  );

  it('are tried with every way to cut words', () => {
    expect(byteLevel.expected.flatMap(({ pre }) => pre).sort()).toEqual([...preTokenizations.keys()].sort());
  });

  it("are composed first as Qwen's are, and not as others'", async () => {
    const encode = async (pre: string, text: string) => (await read(bytePairs(pre))).tokenizer.encode(text);
    expect(await encode('qwen2', 'cafe\u0301')).toEqual(await encode('qwen2', 'caf\u00e9'));
    expect(await encode('llama-bpe', 'cafe\u0301')).not.toEqual(await encode('llama-bpe', 'caf\u00e9'));
  });

  it.each(sentencePiece.expected)(
    'of SentencePiece have the ids of llama.cpp; space before: $addsSpace',
    async (each) => {
      const { tokenizer } = await read({ ...pieces, 'tokenizer.ggml.add_space_prefix': each.addsSpace });
      expect(texts.map((text) => tokenizer.encode(text))).toEqual(each.ids);
    },
  );

  it('of SentencePiece give their bytes, spaces and single bytes among them', async () => {
    const { tokenizer } = await read({ ...pieces, 'tokenizer.ggml.add_space_prefix': false });
    for (const text of [...texts, ' 界 \u{1f4a9} '].filter((text) => !text.includes('▁'))) {
      expect(textOf(tokenizer, tokenizer.encode(text))).toBe(text);
    }
  });

  it('of SentencePiece put a space before every text where the file does not say', async () => {
    const { tokenizer } = await read(pieces);
    expect(textOf(tokenizer, tokenizer.encode('def'))).toBe(' def');
  });

  it('never make a control or byte token of a text, though its parts could be joined', async () => {
    const parts = ['<s', '<0', '<0x', '<0x0', '<0x0A'];
    const joining = await read({
      ...pieces,
      'tokenizer.ggml.tokens': [...sentencePiece.tokens, ...parts],
      'tokenizer.ggml.token_type': [...sentencePiece.types, ...parts.map(() => 1)],
      'tokenizer.ggml.scores': [...sentencePiece.scores, ...parts.map(() => -0.5)],
    });
    const tokens = joining.tokenizer.encode('<s></s><|end|><0x0A>').slice(1);
    expect(textOf(joining.tokenizer, tokens)).toBe('<s></s><|end|><0x0A>');
    const privateToken = byteLevel.tokens.indexOf('Ġprivate');
    const whole = await read({
      ...bytePairs('llama-bpe'),
      'tokenizer.ggml.token_type': byteLevel.types.map((type, token) => (token === privateToken ? 3 : type)),
    });
    expect(textOf(whole.tokenizer, whole.tokenizer.encode(' private'))).toBe(' private');
  });

  it('leave out white space after control tokens as Phi-3 does, and only then', async () => {
    const encodedFor = async (metadata: Metadata) =>
      (
        await read({ ...pieces, 'tokenizer.ggml.add_space_prefix': false, ...metadata })
      ).tokenizer.encodeWithControlTokens('\n<|end|>\n  def', '\ue000');
    const [newline, end, def] = ['<0x0A>', '<|end|>', 'def'].map((token) => sentencePiece.tokens.indexOf(token));
    expect(await encodedFor({ 'general.architecture': 'phi3' })).toEqual([newline, end, def]);
    expect((await encodedFor({ 'general.architecture': 'llama' })).slice(0, 3)).toEqual([newline, end, newline]);
  });

  it('begin with a token where the file says so, or where their kind always does', async () => {
    const beginning = async (metadata: Metadata) => beginningOf((await read(metadata)).file);
    expect(await beginning(bytePairs('qwen2'))).toBeUndefined();
    expect(await beginning({ ...bytePairs('qwen2'), 'tokenizer.ggml.add_bos_token': true })).toBe(0);
    expect(await beginning(bytePairs('llama-bpe'))).toBe(0);
    expect(await beginning({ ...bytePairs('llama-bpe'), 'tokenizer.ggml.add_bos_token': false })).toBeUndefined();
    expect(await beginning(pieces)).toBe(0);
  });

  it('end answers at what the file names and at the control tokens of chat formats', async () => {
    const ends = async (metadata: Metadata) => {
      const { file, tokenizer } = await read(metadata);
      return [...endTokensOf(file, tokenizer)];
    };
    const tokens = ['<|eot_id|>', '<|eom_id|>', '<end_of_turn>', '</s>', 'a', '<|end|>', '<|start_header_id|>'];
    const types = [3, 3, 3, 1, 1, 3, 3];
    const metadata = { 'tokenizer.ggml.tokens': tokens, 'tokenizer.ggml.token_type': types };
    expect((await ends({ ...metadata, 'tokenizer.ggml.eos_token_id': 4 })).sort()).toEqual([0, 1, 2, 4, 5]);
    expect(
      (await ends({ ...metadata, 'tokenizer.ggml.eos_token_id': 4, 'tokenizer.ggml.eom_token_id': 6 })).sort(),
    ).toEqual([0, 1, 2, 4, 5, 6]);
  });

  it.each([
    { what: 'an unknown model', metadata: { 'tokenizer.ggml.model': 't5' } },
    { what: 'an unknown way to cut words', metadata: { 'tokenizer.ggml.pre': 'bloom' } },
    {
      what: 'no tokens for bytes',
      metadata: { ...pieces, 'tokenizer.ggml.token_type': sentencePiece.types.map(() => 1) },
    },
  ])('are refused with $what', async ({ metadata }) => {
    await expect(read(metadata)).rejects.toThrow(UnsupportedTokenizerError);
  });
});
