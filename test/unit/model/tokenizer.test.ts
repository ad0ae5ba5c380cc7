import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GgufFile } from '../../../src/model/gguf/file.js';
import { readTokenizer } from '../../../src/model/tokenizer/read.js';
import oracle from './fixtures/tokens.json';

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
