import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attempt, SamplingOptions } from '../../src/core/domain.js';
import { decode } from '../../src/engine/child/decode.js';
import type { DecodingModel } from '../../src/engine/child/model.js';
import { prefill } from '../../src/engine/child/prefill.js';
import { beginResponses } from '../../src/engine/child/response.js';
import { Sampler } from '../../src/engine/child/sampler.js';
import { openModel } from '../../src/engine/child/session.js';
import { uniformForms } from '../../src/model/graph/forms.js';
import { prepareModel, type RunnableModel } from '../../src/model/runnable.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { encode } from './support/encode.js';
import { embeddedModel, request } from './support/engine-child.js';

// With float32 weights, where only the last bits are rounded. At 8 bits the activations are rounded too, and that
// differs by about 1 % between one pass and many steps, and between one batch and another.

/** States are asked for behind the first, a middle and the last layer. */
const layers = [1, 15, 30];

let folder: string;
let model: RunnableModel;
let decoding: DecodingModel;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  const { modelPath } = embeddedModel;
  model = await prepareModel({ modelPath, cacheFolder: folder, forms: uniformForms('float32') });
  decoding = await openModel(model.graphs[0], model.shape, { provider: 'cpu', threads: 0, layers });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;

interface Sampling {
  readonly count: number;
  readonly maxTokens: number;
  readonly batchSize?: number;
  readonly stopStrings?: readonly string[];
  readonly sampling?: SamplingOptions;
  /** Told when a row of several needs all probabilities. */
  readonly onAll?: () => void;
}

async function sample(ids: readonly number[], options: Sampling): Promise<Attempt[]> {
  const { count, maxTokens, batchSize = 3, stopStrings = [], sampling = request.sampling, onAll } = options;
  const { vocabulary, width } = decoding;
  const endTokens = new Set(model.endTokens);
  const bytesOf = (token: number) => model.tokenizer.bytesOf(token);
  const attempts: Attempt[] = [];
  const sampler = new Sampler(sampling, vocabulary);
  const { inverseTemperature } = sampler;
  await decode(watched(decoding, onAll), {
    prefilled: await prefill(decoding, ids, { inverseTemperature, signal, onTokens: () => {} }),
    responses: beginResponses(indicesBelow(count), 1, { endTokens, stopStrings, maxTokens, bytesOf, width }),
    batchSize,
    maxTokens,
    sampler,
    signal,
    onAttempt: (attempt) => attempts.push(attempt),
    onStep: () => {},
  });
  return attempts.toSorted((a, b) => a.index - b.index);
}

function watched(model: DecodingModel, onAll: (() => void) | undefined): DecodingModel {
  return {
    ...model,
    run: async (step) => {
      const result = await model.run(step);
      const distributions = result.distributions.map((distribution) => ({
        ...distribution,
        all: () => {
          if (step.rows > 1) onAll?.();
          return distribution.all();
        },
      }));
      return { ...result, distributions };
    },
  };
}

const long = `Explain this, line by line:\n${'x = x * 2 + 1\n'.repeat(24)}`;

it.each([
  { what: 'cut off by the limit', content: 'Write a poem.', maxTokens: 20, finishReason: 'length' },
  { what: 'ended by itself', content: 'What is the capital of France?', maxTokens: 60, finishReason: 'end' },
  { what: 'after a prompt of several chunks', content: long, maxTokens: 8, finishReason: 'length' },
  { what: 'of one token', content: 'Write a poem.', maxTokens: 1, finishReason: 'length' },
])('an attempt is represented as by a pass over all that was fed: $what', async (example) => {
  const ids = model.encodePrompt({ ...request.prompt, messages: [{ role: 'user', content: example.content }] });
  const attempts = await sample(ids, { count: 5, maxTokens: example.maxTokens });
  expect(attempts).toHaveLength(5);
  expect(attempts.map(({ finishReason }) => finishReason)).toContain(example.finishReason);
  for (const { tokens, finishReason, representation, byToken } of attempts) {
    // The last token is never fed: the end token, or one of the response unless it is all there is.
    const fed = finishReason === 'end' || tokens.length === 1 ? tokens : tokens.slice(0, -1);
    const statesOf = await encode(decoding, [...ids, ...fed]);
    // Of an empty response that of its end token is all there is.
    expect(byToken!.logProbabilities).toHaveLength(Math.max(1, tokens.length));
    for (const [layer, stateOf] of statesOf.entries()) {
      const states = byToken!.states[layer]!;
      expect(states).toHaveLength(fed.length * decoding.width);
      const inOnePass = fed.flatMap((_, t) => [...stateOf(ids.length + t)]);
      // The residual stream has numbers in the thousands.
      const scale = Math.max(1, ...inOnePass.map(Math.abs));
      const differences = inOnePass.map((value, i) => Math.abs(value - states[i]!));
      expect(Math.max(...differences) / scale).toBeLessThan(1e-3);
    }
    const stateOf = statesOf.at(-1)!;
    const difference = representation.map((value, d) => {
      const sum = fed.reduce((total, _, t) => total + stateOf(ids.length + t)[d]!, 0);
      return Math.abs(value - sum / fed.length);
    });
    expect(Math.max(...difference)).toBeLessThan(1e-3);
  }
});

it('attempts are the same token for token at every batch size', async () => {
  const messages = [{ role: 'user' as const, content: 'Write a poem about the sea.' }];
  const ids = model.encodePrompt({ ...request.prompt, messages });
  const options = { count: 12, maxTokens: 40, stopStrings: [','] };
  const [narrow, wide] = [
    await sample(ids, { ...options, batchSize: 3 }),
    await sample(ids, { ...options, batchSize: 12 }),
  ];
  // They end at different times, so that rows are replaced while others go on.
  expect(new Set(narrow.map(({ tokens }) => tokens.length)).size).toBeGreaterThan(3);
  expect(narrow.map(({ tokens }) => tokens)).toEqual(wide.map(({ tokens }) => tokens));
});

it('tokens beyond the likeliest are drawn as where all probabilities come with each step', async () => {
  const ids = model.encodePrompt({ ...request.prompt, messages: [{ role: 'user', content: 'Say anything.' }] });
  let looked = 0;
  const onAll = () => {
    looked++;
  };
  const options = { count: 6, maxTokens: 16, sampling: { temperature: 1.2, topP: 1, topK: 0, minP: 0 }, onAll };
  const alone = await sample(ids, { ...options, batchSize: 1 });
  expect(looked).toBe(0);
  const together = await sample(ids, { ...options, batchSize: 6 });
  expect(looked).toBeGreaterThan(3);
  expect(together.map(({ tokens }) => tokens)).toEqual(alone.map(({ tokens }) => tokens));
});
