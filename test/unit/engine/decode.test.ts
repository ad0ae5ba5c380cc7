import { describe, expect, it } from 'vitest';
import type { Attempt, SamplingOptions } from '../../../src/core/domain.js';
import { CancelledError } from '../../../src/core/errors.js';
import { RandomStream } from '../../../src/core/random.js';
import { decode } from '../../../src/engine/child/decode.js';
import { type Prefilled, prefill } from '../../../src/engine/child/prefill.js';
import { beginResponses } from '../../../src/engine/child/response.js';
import { Sampler } from '../../../src/engine/child/sampler.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import { distributionOf } from './distribution.js';
import { fakeModel, fakeOutput, vocabulary } from './fake-model.js';

const sampling: SamplingOptions = { temperature: 1, topP: 0.95, topK: 0, minP: 0 };
const endTokens = new Set([0, 1]);
const prompt = Array.from({ length: 600 }, (_, i) => (i * 7) % vocabulary);

interface Options {
  /** How many, the first ones; or which. */
  readonly attempts: number | readonly number[];
  readonly batchSize: number;
  readonly maxTokens: number;
  readonly seed?: number;
  readonly caches?: 'in place' | 'appended';
  readonly signal?: AbortSignal;
  readonly onAttempt?: (attempt: Attempt) => void;
}

async function sample({ attempts, batchSize, maxTokens, seed = 1, caches, signal, onAttempt }: Options) {
  const model = fakeModel(caches);
  const never = new AbortController().signal;
  const prefilledTokens: number[] = [];
  const prefilled = await prefill(model, prompt, {
    inverseTemperature: 1,
    signal: never,
    onTokens: (n) => prefilledTokens.push(n),
  });
  const prefillSteps = model.steps.splice(0);
  const rules = {
    endTokens,
    stopStrings: [],
    maxTokens,
    bytesOf: (token: number) => new TextEncoder().encode(`${token} `),
    width: 2,
  };
  const finished: Attempt[] = [];
  let drawn = 0;
  await decode(model, {
    prefilled,
    responses: beginResponses(typeof attempts === 'number' ? indicesBelow(attempts) : attempts, seed, rules),
    batchSize,
    maxTokens,
    sampler: new Sampler(sampling, vocabulary),
    signal: signal ?? never,
    onAttempt: (attempt) => {
      finished.push(attempt);
      onAttempt?.(attempt);
    },
    onStep: (tokens) => {
      drawn += tokens;
    },
  });
  return { model, finished, drawn, prefilledTokens, prefillSteps };
}

/** One attempt after another, without batch, cache or mask. */
async function reference(
  index: number,
  seed: number,
  maxTokens: number,
): Promise<Pick<Attempt, 'tokens' | 'representation'>> {
  let random = RandomStream.of(seed);
  for (const stream of RandomStream.streams(seed)) {
    random = stream;
    if (index-- === 0) break;
  }
  const sampler = new Sampler(sampling, vocabulary);
  const tokens: number[] = [];
  let ended = false;
  while (!ended && tokens.length < maxTokens) {
    const { token } = await sampler.draw(distributionOf(fakeOutput([...prompt, ...tokens]).logits), random);
    ended = endTokens.has(token);
    if (!ended) tokens.push(token);
    else if (tokens.length === 0) {
      return { tokens, representation: Float32Array.from(fakeOutput([...prompt, token]).state) };
    }
  }
  const fed = ended || tokens.length === 1 ? tokens.length : tokens.length - 1;
  const states = Array.from({ length: fed }, (_, i) => fakeOutput([...prompt, ...tokens.slice(0, i + 1)]).state);
  const mean = [0, 1].map((d) => states.reduce((sum, state) => sum + state[d]!, 0) / fed);
  return { tokens, representation: Float32Array.from(mean) };
}

describe('decode', () => {
  it.each(['in place', 'appended'] as const)('gives every attempt as if it were alone, caches %s', async (caches) => {
    const expected = await Promise.all(Array.from({ length: 50 }, (_, index) => reference(index, 1, 60)));
    expect(expected.some(({ tokens }) => tokens.length === 0)).toBe(true);
    expect(expected.some(({ tokens }) => tokens.length === 60)).toBe(true);
    for (const batchSize of [1, 3, 16, 50, 80]) {
      const { finished } = await sample({ attempts: 50, batchSize, maxTokens: 60, caches });
      const byIndex = finished.toSorted((a, b) => a.index - b.index);
      expect(byIndex.map(({ index }) => index)).toEqual(expected.map((_, index) => index));
      for (const [index, attempt] of byIndex.entries()) {
        expect(attempt.tokens).toEqual(expected[index]!.tokens);
        expect(attempt.representation).toEqual(expected[index]!.representation);
      }
    }
  });

  it('gives those attempts alone that are asked for, as they are among all', async () => {
    const all = await sample({ attempts: 50, batchSize: 16, maxTokens: 60 });
    const indices = [49, 7, 20, 8];
    const { finished } = await sample({ attempts: indices, batchSize: 3, maxTokens: 60 });
    const wanted = all.finished.filter(({ index }) => indices.includes(index));
    const byIndex = (attempts: readonly Attempt[]) => attempts.toSorted((a, b) => a.index - b.index);
    expect(byIndex(finished)).toEqual(byIndex(wanted));
    expect(finished).toHaveLength(4);
  });

  it('keeps as many rows at work as there are attempts for', async () => {
    const { model, finished, drawn } = await sample({ attempts: 40, batchSize: 8, maxTokens: 60 });
    const rows = model.steps.map((step) => step.rows);
    expect(rows[0]).toBe(8);
    expect(rows).toEqual(rows.toSorted((a, b) => b - a));
    expect(drawn).toBe(finished.reduce((sum, a) => sum + a.tokens.length + (a.finishReason === 'end' ? 1 : 0), 0));
  });

  it('does not let the cache grow beyond the longest response, however many rows are replaced', async () => {
    const { model } = await sample({ attempts: 200, batchSize: 4, maxTokens: 30 });
    expect(model.steps.length).toBeGreaterThan(200);
    expect(Math.max(...model.steps.map((step) => step.pastColumns))).toBeLessThanOrEqual(32);
  });

  it('lets an appended cache grow by little more', async () => {
    const { model } = await sample({ attempts: 200, batchSize: 4, maxTokens: 30, caches: 'appended' });
    expect(model.steps.length).toBeGreaterThan(200);
    expect(Math.max(...model.steps.map((step) => step.pastColumns))).toBeLessThanOrEqual(30 + 16);
  });

  it('represents a response of one token by that token', async () => {
    const { finished } = await sample({ attempts: 6, batchSize: 4, maxTokens: 1 });
    for (const attempt of finished.filter(({ tokens }) => tokens.length === 1)) {
      expect([...attempt.representation]).toEqual(fakeOutput([...prompt, attempt.tokens[0]!]).state);
      expect(attempt.finishReason).toBe('length');
    }
    expect(finished).toHaveLength(6);
  });

  it('hands over an attempt before the next step', async () => {
    const seen: number[] = [];
    const { finished } = await sample({
      attempts: 20,
      batchSize: 4,
      maxTokens: 40,
      onAttempt: ({ index }) => seen.push(index),
    });
    expect(seen).toEqual(finished.map(({ index }) => index));
    expect(seen).not.toEqual(seen.toSorted((a, b) => a - b));
  });

  it('reads the prompt in chunks and tells how far it is', async () => {
    const { prefilledTokens, prefillSteps } = await sample({ attempts: 1, batchSize: 1, maxTokens: 1 });
    expect(prefilledTokens).toEqual([128, 256, 384, 512, 600]);
    expect(prefillSteps.map((step) => step.length)).toEqual([128, 128, 128, 128, 88]);
  });

  it('stops between two steps when cancelled; what was finished was handed over', async () => {
    const controller = new AbortController();
    const finished: Attempt[] = [];
    const sampling = sample({
      attempts: 1000,
      batchSize: 4,
      maxTokens: 40,
      signal: controller.signal,
      onAttempt: (attempt) => {
        finished.push(attempt);
        if (finished.length === 3) controller.abort();
      },
    });
    await expect(sampling).rejects.toThrow(CancelledError);
    expect(finished.length).toBeLessThan(8);
  });
});

describe('prefill after another prompt', () => {
  const signal = new AbortController().signal;

  async function chunksAfter(before: readonly number[], ids: readonly number[], inverseTemperature = 1) {
    const model = fakeModel();
    const options = { inverseTemperature: 1, signal, onTokens: () => {} };
    const first: Prefilled = await prefill(model, before, options);
    model.steps.splice(0);
    const again = await prefill(model, ids, { ...options, inverseTemperature, before: first });
    const alone = await prefill(fakeModel(), ids, { ...options, inverseTemperature });
    expect({ ...again.distribution, all: await again.distribution.all() }).toEqual({
      ...alone.distribution,
      all: await alone.distribution.all(),
    });
    expect(again.prefix.tensors).toEqual(alone.prefix.tensors);
    return model.steps.map((step) => step.length);
  }

  it('computes nothing of the same prompt', async () => {
    expect(await chunksAfter(prompt, prompt)).toEqual([]);
  });

  it('computes the end again for another temperature', async () => {
    expect(await chunksAfter(prompt, prompt, 2)).toEqual([88]);
  });

  it('takes whole chunks over from one that begins alike', async () => {
    const other = [...prompt.slice(0, 300), 3, 3, 3, 3];
    expect(await chunksAfter(prompt, other)).toEqual([48]);
    expect(await chunksAfter(other, prompt)).toEqual([128, 128, 88]);
    expect(await chunksAfter(prompt, prompt.slice(0, 256))).toEqual([128]);
    expect(await chunksAfter(prompt, [5, ...prompt])).toEqual([128, 128, 128, 128, 89]);
  });
});
