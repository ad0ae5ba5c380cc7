import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Attempt, SamplingOptions } from '../../src/core/domain.js';
import { CancelledError } from '../../src/core/errors.js';
import { RandomStream } from '../../src/core/random.js';
import { decode } from '../../src/engine/child/decode.js';
import { exploreTokens } from '../../src/engine/child/explore-tokens.js';
import { Gate } from '../../src/engine/child/gate.js';
import type { DecodingModel } from '../../src/engine/child/model.js';
import { type Prefilled, prefill } from '../../src/engine/child/prefill.js';
import { beginResponses } from '../../src/engine/child/response.js';
import { Sampler } from '../../src/engine/child/sampler.js';
import { openModel } from '../../src/engine/child/session.js';
import type { Step, StepResult } from '../../src/engine/child/step.js';
import { uniformForms } from '../../src/model/graph/forms.js';
import { prepareModel, type RunnableModel } from '../../src/model/runnable.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { leverageByInverse } from '../support/scatter-matrix.js';
import { encode } from './support/encode.js';
import { embeddedModel, request } from './support/engine-child.js';

// With float32 weights, where only the last bits depend on what is computed together.

/** States are asked for behind a middle and the last layer. */
const layers = [15, 30];

let folder: string;
let model: RunnableModel;
let decoding: DecodingModel;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  const { modelPath } = embeddedModel;
  model = await prepareModel({ modelPath, cacheFolder: folder, forms: uniformForms('float32') });
  decoding = await openModel(model.graphs[0], model.shape, { provider: 'cpu', threads: 0, layers });
});

afterAll(async () => {
  await decoding.close();
  await rm(folder, { recursive: true, force: true });
});

interface Exploring {
  readonly content: string;
  readonly count: number;
  readonly maxTokens: number;
  /** Without it they are sampled as usual. */
  readonly beta?: number;
  readonly sampling?: SamplingOptions;
  readonly signal?: AbortSignal;
  readonly gate?: Gate;
  readonly onAttempt?: (attempt: Attempt) => void;
  readonly onStep?: () => void;
  readonly onRun?: (step: Step, result: StepResult) => void;
}

const moderate: SamplingOptions = { temperature: 0.8, topP: 0.8, topK: 128, minP: 0 };
const greedy: SamplingOptions = { temperature: 0, topP: 1, topK: 8, minP: 0 };
const lambda = 100;

function watched(onRun: Exploring['onRun']): DecodingModel {
  return {
    ...decoding,
    run: async (step) => {
      const result = await decoding.run(step);
      onRun?.(step, result);
      return result;
    },
  };
}

async function prefilledFor(content: string, sampling: SamplingOptions, signal: AbortSignal): Promise<Prefilled> {
  const ids = model.encodePrompt({ ...request.prompt, messages: [{ role: 'user', content }] });
  const { inverseTemperature } = new Sampler(sampling, decoding.vocabulary);
  return prefill(decoding, ids, { inverseTemperature, signal, onTokens: () => {} });
}

async function sample(options: Exploring): Promise<Attempt[]> {
  const { content, count, maxTokens, beta, sampling = moderate, signal = new AbortController().signal } = options;
  const attempts: Attempt[] = [];
  const writing = {
    prefilled: await prefilledFor(content, sampling, signal),
    responses: beginResponses(indicesBelow(count), 1, {
      endTokens: new Set(model.endTokens),
      stopStrings: [],
      maxTokens,
      bytesOf: (token) => model.tokenizer.bytesOf(token),
      width: decoding.width,
    }),
    maxTokens,
    signal,
    ...(options.gate && { gate: options.gate }),
    onAttempt: (attempt: Attempt) => {
      attempts.push(attempt);
      options.onAttempt?.(attempt);
    },
    onStep: () => options.onStep?.(),
  };
  if (beta === undefined) {
    await decode(decoding, { ...writing, sampler: new Sampler(sampling, decoding.vocabulary), batchSize: 3 });
    return attempts.toSorted((a, b) => a.index - b.index);
  }
  await exploreTokens(watched(options.onRun), { ...writing, beta, lambda, sampling });
  return attempts;
}

const question = { content: 'What is the capital of France?', count: 3, maxTokens: 10 };
const poem = { content: 'Write a poem about the sea.', count: 2, maxTokens: 8 };

describe('without a bonus', () => {
  it.each([question, poem, { ...poem, maxTokens: 1 }])(
    'attempts are those of the usual path: $content, at most $maxTokens tokens',
    async (options) => {
      const [usual, explored] = [await sample(options), await sample({ ...options, beta: 0 })];
      expect(explored.map(({ index, tokens }) => [index, tokens])).toEqual(
        usual.map(({ index, tokens }) => [index, tokens]),
      );
      for (const [index, { finishReason, meanLogProbability, representation }] of explored.entries()) {
        expect(finishReason).toBe(usual[index]!.finishReason);
        expect(meanLogProbability).toBeCloseTo(usual[index]!.meanLogProbability, 3);
        const differences = representation.map((value, d) => Math.abs(value - usual[index]!.representation[d]!));
        expect(Math.max(...differences)).toBeLessThan(1e-3);
      }
    },
  );
});

describe('with a bonus', () => {
  it('the second attempt differs where all would be the same', async () => {
    const options = { ...question, count: 2, sampling: greedy };
    const texts = async (beta: number) => (await sample({ ...options, beta })).map(({ text }) => text);
    const [first, second] = await texts(0);
    expect(second).toBe(first);
    const [again, other] = await texts(2);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('states are those of a pass over all that was fed', async () => {
    const attempts = await sample({ ...question, beta: 1 });
    expect(attempts.map(({ finishReason }) => finishReason)).toContain('end');
    const { ids } = await prefilledFor(question.content, moderate, new AbortController().signal);
    for (const { tokens, finishReason, representation, byToken } of attempts) {
      const fed = finishReason === 'end' ? tokens : tokens.slice(0, -1);
      const statesOf = await encode(decoding, [...ids, ...fed]);
      for (const [layer, stateOf] of statesOf.entries()) {
        const inOnePass = fed.flatMap((_, t) => [...stateOf(ids.length + t)]);
        expect(byToken!.states[layer]).toHaveLength(inOnePass.length);
        const scale = Math.max(1, ...inOnePass.map(Math.abs));
        const differences = inOnePass.map((value, i) => Math.abs(value - byToken!.states[layer]![i]!));
        expect(Math.max(...differences) / scale).toBeLessThan(1e-3);
      }
      const mean = representation.map((_, d) => {
        const sum = fed.reduce((total, _, t) => total + statesOf.at(-1)!(ids.length + t)[d]!, 0);
        return sum / fed.length;
      });
      expect(Math.max(...mean.map((value, d) => Math.abs(value - representation[d]!)))).toBeLessThan(1e-3);
    }
  });

  it('the same seed gives the same attempts', async () => {
    const options = { ...poem, maxTokens: 4, beta: 1 };
    expect(await sample(options)).toEqual(await sample(options));
  });

  it('each token is drawn as a computation with the inverse of S would draw it', async () => {
    const beta = 1;
    const runs: { readonly tokens: readonly number[]; readonly result: StepResult }[] = [];
    const onRun = ({ ids: tokens }: Step, result: StepResult) => runs.push({ tokens, result });
    const draws = vi.spyOn(Sampler.prototype, 'drawRaised');
    const [first, second] = await sample({ ...poem, beta, onRun });
    const raised = draws.mock.calls.map(([, raises]) => raises);
    draws.mockRestore();
    const { width } = decoding;
    const statesOf = ({ hidden }: StepResult) =>
      Array.from({ length: hidden.length / width }, (_, row) => hidden.subarray(row * width, (row + 1) * width));

    // The first attempt alone: one row a token, its last included.
    const before = runs.slice(0, first!.tokens.length);
    expect(before.map(({ tokens }) => tokens)).toEqual(first!.tokens.map((token) => [token]));
    const leverage = leverageByInverse(
      before.flatMap(({ result }) => statesOf(result)),
      lambda,
    );

    const [, stream] = [...take(RandomStream.streams(1), 2)];
    let { distribution } = await prefilledFor(poem.content, moderate, new AbortController().signal);
    let changed = 0;
    for (const [place, token] of second!.tokens.entries()) {
      const { tokens, result } = runs[first!.tokens.length + place]!;
      const bonuses = statesOf(result).map((state) => (tokens.length > 1 ? beta * Math.sqrt(leverage(state)) : 0));
      for (const [row, bonus] of bonuses.entries()) expect(raised[place]![row]).toBeCloseTo(bonus, 8);
      expect(tokens).toEqual(Array.from(distribution.topTokens.subarray(0, tokens.length), Number));
      const weights = bonuses.map(
        (bonus, rank) => distribution.topProbabilities[rank]! * Math.exp(bonus / moderate.temperature),
      );
      const kept = tokens.map((_, rank) => distribution.topProbabilities[rank]!);
      const u = stream!.next();
      const drawn = tokens[placeOf(weights, u)]!;
      expect(token).toBe(drawn);
      if (tokens[placeOf(kept, u)] !== drawn) changed++;
      distribution = result.distributions[tokens.indexOf(token)]!;
    }
    // The bonus did decide.
    expect(changed).toBeGreaterThan(0);
  });

  it('is cancelled between two steps, and keeps what is finished', async () => {
    const cancelling = new AbortController();
    const finished: number[] = [];
    let stepsAfter = 0;
    const exploring = sample({
      ...poem,
      beta: 1,
      signal: cancelling.signal,
      onAttempt: ({ index }) => finished.push(index),
      onStep: () => {
        if (finished.length > 0 && ++stepsAfter === 3) cancelling.abort();
      },
    });
    await expect(exploring).rejects.toThrow(CancelledError);
    expect([finished, stepsAfter]).toEqual([[0], 3]);
  });

  it('waits at a closed gate, and goes on as if it had not', async () => {
    let held = 0;
    const gate: Gate = new Gate(() => {
      held++;
      queueMicrotask(() => gate.open());
    });
    let steps = 0;
    const onStep = () => {
      if (++steps === 5) gate.close();
    };
    const options = { ...poem, maxTokens: 4, beta: 1 };
    const paused = await sample({ ...options, gate, onStep });
    expect(held).toBe(1);
    expect(paused).toEqual(await sample(options));
  });
});

function* take<T>(values: Iterable<T>, count: number): Generator<T, void> {
  let left = count;
  for (const value of values) {
    if (left-- === 0) return;
    yield value;
  }
}

/** Where the running sum exceeds the share u of all. */
function placeOf(weights: readonly number[], u: number): number {
  let left = u * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
}
