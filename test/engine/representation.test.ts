import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attempt } from '../../src/core/domain.js';
import { type DecodingModel, decode, prefill } from '../../src/engine/child/decode.js';
import { zeroKeyValues } from '../../src/engine/child/key-values.js';
import { beginResponses } from '../../src/engine/child/response.js';
import { Sampler } from '../../src/engine/child/sampler.js';
import { openSession } from '../../src/engine/child/session.js';
import { masked } from '../../src/engine/child/step.js';
import { prepareModel, type RunnableModel } from '../../src/model/runnable.js';
import { embeddedModel, request } from './support/engine-child.js';

// With float32 weights: at 8 bits the activations are rounded otherwise in a long pass than in a step.

let folder: string;
let model: RunnableModel;
let decoding: DecodingModel;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  model = await prepareModel({ ...embeddedModel, cacheFolder: folder, precision: 'float32' });
  decoding = { ...model.shape, run: await openSession(model, 0) };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;

async function sample(ids: readonly number[], count: number, maxTokens: number): Promise<Attempt[]> {
  const { vocabulary, width } = decoding;
  const endTokens = new Set(model.endTokens);
  const bytesOf = (token: number) => model.tokenizer.bytesOf(token);
  const attempts: Attempt[] = [];
  await decode(decoding, {
    prefilled: await prefill(decoding, ids, { signal, onTokens: () => {} }),
    responses: beginResponses(count, 1, { endTokens, stopStrings: [], maxTokens, bytesOf, width }),
    batchSize: 3,
    sampler: new Sampler(request.sampling, vocabulary),
    signal,
    onAttempt: (attempt) => attempts.push(attempt),
    onStep: () => {},
  });
  return attempts;
}

/** The states of all tokens, from one pass over them. */
async function encode(ids: readonly number[]): Promise<(token: number) => Float32Array> {
  const { width } = decoding;
  const columns = 1 + ids.length;
  const bias = new Float32Array(ids.length * columns);
  for (let row = 0; row < ids.length; row++) {
    bias[row * columns] = masked;
    bias.fill(masked, row * columns + row + 2, (row + 1) * columns);
  }
  const { hidden } = await decoding.run({
    rows: 1,
    length: ids.length,
    ids,
    positions: [...ids.keys()],
    bias,
    prefix: zeroKeyValues(decoding, 1, 1),
    past: zeroKeyValues(decoding, 1, 0),
    logitPosition: 0,
  });
  return (token) => hidden.subarray(token * width, (token + 1) * width);
}

const long = `Explain this, line by line:\n${'x = x * 2 + 1\n'.repeat(40)}`;

it.each([
  { what: 'cut off by the limit', content: 'Write a poem.', maxTokens: 20, finishReason: 'length' },
  { what: 'ended by itself', content: 'What is the capital of France?', maxTokens: 60, finishReason: 'end' },
  { what: 'after a prompt of several chunks', content: long, maxTokens: 8, finishReason: 'length' },
  { what: 'of one token', content: 'Write a poem.', maxTokens: 1, finishReason: 'length' },
])('an attempt is represented as by a pass over all that was fed: $what', async (example) => {
  const ids = model.encodePrompt({ ...request.prompt, messages: [{ role: 'user', content: example.content }] });
  const attempts = await sample(ids, 5, example.maxTokens);
  expect(attempts).toHaveLength(5);
  expect(attempts.map(({ finishReason }) => finishReason)).toContain(example.finishReason);
  for (const { tokens, finishReason, representation } of attempts) {
    // The last token is never fed: the end token, or one of the response unless it is all there is.
    const fed = finishReason === 'end' || tokens.length === 1 ? tokens : tokens.slice(0, -1);
    const stateOf = await encode([...ids, ...fed]);
    const difference = representation.map((value, d) => {
      const sum = fed.reduce((total, _, t) => total + stateOf(ids.length + t)[d]!, 0);
      return Math.abs(value - sum / fed.length);
    });
    expect(Math.max(...difference)).toBeLessThan(1e-3);
  }
});
