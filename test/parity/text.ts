import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RandomStream } from '../../src/core/random.js';
import type { Tokenizer } from '../../src/model/tokenizer/tokenizer.js';

/** The first tokens of HumanEval's problems with their solutions, one after the other. */
export function humanEvalTokens(root: string, tokenizer: Tokenizer, count: number): number[] {
  const lines = gunzipSync(readFileSync(path.join(root, 'test/data/humaneval.jsonl.gz')))
    .toString()
    .trim()
    .split('\n');
  const texts = lines.map((line) => {
    const { prompt, canonical_solution }: { prompt: string; canonical_solution: string } = JSON.parse(line);
    return prompt + canonical_solution;
  });
  const tokens: number[] = [];
  for (const text of texts) {
    if (tokens.length >= count) break;
    tokens.push(...tokenizer.encode(text));
  }
  return tokens.slice(0, count);
}

/** Tokens drawn at random. */
export function randomTokens(vocabulary: number, count: number): number[] {
  const random = RandomStream.of(1);
  return Array.from({ length: count }, () => random.below(vocabulary));
}
