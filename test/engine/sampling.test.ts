import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attempt, SamplingOptions } from '../../src/core/domain.js';
import { Engine } from '../../src/engine/engine.js';
import { RemoteError } from '../../src/protocol/channel.js';
import { indicesBelow, type SampleParams, type SampleProgress, type SampleSummary } from '../../src/protocol/engine.js';
import { buildChild, embeddedModel, request } from './support/engine-child.js';

let engine: Engine;
let width: number;

beforeAll(async () => {
  engine = new Engine({ childPath: await buildChild() });
  ({ width } = await engine.load(embeddedModel));
});

afterAll(() => engine.dispose());

interface Sampled extends SampleSummary {
  /** In the order of their indices. */
  readonly attempts: readonly Attempt[];
  readonly progress: readonly SampleProgress[];
}

async function sample(params: Partial<SampleParams>): Promise<Sampled> {
  const progress: SampleProgress[] = [];
  const summary = await engine.sample({ ...request, ...params }, { onProgress: (value) => progress.push(value) });
  const attempts = progress.flatMap((value) => (value.type === 'attempt' ? [value.attempt] : []));
  return { ...summary, progress, attempts: attempts.toSorted((a, b) => a.index - b.index) };
}

const greedy: SamplingOptions = { temperature: 0, topP: 1, topK: 0, minP: 0 };
const prompt = (content: string, stopStrings: readonly string[] = []) => ({
  ...request.prompt,
  messages: [{ role: 'user' as const, content }],
  stopStrings,
});

describe('sampling', () => {
  it('hands over every attempt as soon as it is finished', async () => {
    const { attempts, progress, promptTokens, sampledTokens } = await sample({
      indices: indicesBelow(6),
      batchSize: 2,
    });
    expect(attempts.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    const kinds = progress.map(({ type }) => type);
    expect(kinds.indexOf('prefill')).toBe(0);
    expect(kinds.indexOf('attempt')).toBeLessThan(kinds.lastIndexOf('decode'));
    // Not all at the end: tokens were drawn between the first attempt and the last.
    expect(kinds.slice(kinds.indexOf('attempt'), kinds.lastIndexOf('attempt'))).toContain('decode');
    expect(progress[0]).toEqual({ type: 'prefill', tokens: promptTokens, of: promptTokens });
    expect(progress.at(-1)).toEqual({ type: 'decode', tokens: sampledTokens, writing: 0 });
    for (const { text, tokens, meanLogProbability, representation } of attempts) {
      expect(text.length).toBeGreaterThan(0);
      expect(tokens.length).toBeLessThanOrEqual(request.maxTokens);
      expect(meanLogProbability).toBeLessThan(0);
      expect(representation).toHaveLength(width);
    }
  });

  it('answers sensibly: the likeliest answer to a simple question is right', async () => {
    const { attempts } = await sample({
      // Without a beginning, "The" is hardly likelier than "L'Île": rounding may decide.
      prompt: { ...prompt('What is the capital of France?'), answerPrefix: 'The capital' },
      indices: indicesBelow(1),
      sampling: greedy,
    });
    expect(attempts[0]!.text).toContain('Paris');
    expect(attempts[0]!.finishReason).toBe('end');
  });

  it('gives the same attempts for the same seed, and others for another', async () => {
    const [first, again, other] = [await sample({ seed: 7 }), await sample({ seed: 7 }), await sample({ seed: 8 })];
    expect(again.attempts).toEqual(first.attempts);
    const texts = new Set(first.attempts.map(({ text }) => text));
    expect(texts.size).toBeGreaterThan(4);
    expect(other.attempts.filter(({ text }) => texts.has(text)).length).toBeLessThan(4);
  });

  it('draws those attempts that are missing, each as it would have been', async () => {
    // One at a time: rows that are computed together change each other's last bits.
    const alone = { batchSize: 1, maxTokens: 12 };
    const { attempts } = await sample({ ...alone, indices: [5, 2] });
    const whole = await sample({ ...alone, indices: indicesBelow(6) });
    expect(attempts).toEqual([whole.attempts[2], whole.attempts[5]]);
  });

  it('gives about the same attempts at another batch size', async () => {
    const params = { indices: indicesBelow(32), prompt: prompt('Write a poem about the sea.', [',']) };
    const [narrow, wide] = [await sample({ ...params, batchSize: 4 }), await sample({ ...params, batchSize: 16 })];
    // They end at different times, so that rows are replaced while others go on.
    expect(new Set(narrow.attempts.map(({ tokens }) => tokens.length)).size).toBeGreaterThan(3);
    const pairs = narrow.attempts.map(({ tokens }, i) => [tokens, wide.attempts[i]!.tokens] as const);
    const agreeing = (count?: number) =>
      pairs.filter(([a, b]) => a.slice(0, count).join() === b.slice(0, count).join()).length;
    console.info(`batch sizes 4 and 16: ${agreeing()} of 32 attempts are the same token for token`);
    // All draw their first token from the very same logits; from then on, the rounding to 8 bits differs.
    expect(agreeing(1)).toBe(32);
    expect(agreeing(3)).toBeGreaterThan(16);
  });

  it('gives the same attempt in every row at temperature 0', async () => {
    const { attempts } = await sample({ indices: indicesBelow(5), sampling: greedy, batchSize: 2 });
    expect(new Set(attempts.map(({ text }) => text)).size).toBe(1);
  });

  it('explores tokens: one attempt after another, others than without', async () => {
    const params = { indices: [0, 1, 3], maxTokens: 10, batchSize: 1 };
    const plain = await sample(params);
    const { attempts, progress, sampledTokens } = await sample({
      ...params,
      tokenExploration: { beta: 2, lambda: 100 },
    });
    const finished = progress.flatMap((value) => (value.type === 'attempt' ? [value.attempt.index] : []));
    expect(finished).toEqual([0, 1, 3]);
    expect(progress.at(-1)).toEqual({ type: 'decode', tokens: sampledTokens, writing: 0 });
    // While the first is written there is nothing to differ from; later tokens may differ by rounding to 8 bits.
    expect(attempts[0]!.tokens[0]).toBe(plain.attempts[0]!.tokens[0]);
    expect(attempts[1]!.tokens).not.toEqual(plain.attempts[1]!.tokens);
    expect((await sample(params)).attempts).toEqual(plain.attempts);
  });

  it('ends before a stop string', async () => {
    const plain = await sample({ indices: indicesBelow(1), sampling: greedy });
    const { text } = plain.attempts[0]!;
    const stop = text.slice(11, 16);
    const { attempts } = await sample({
      indices: indicesBelow(1),
      sampling: greedy,
      prompt: { ...request.prompt, stopStrings: [stop] },
    });
    expect(attempts[0]!.finishReason).toBe('stop');
    expect(attempts[0]!.text).toBe(text.slice(0, text.indexOf(stop)));
  });

  it('ends at the token limit', async () => {
    const { attempts } = await sample({ indices: indicesBelow(3), maxTokens: 1 });
    for (const { tokens, finishReason, representation } of attempts) {
      expect([tokens.length, finishReason]).toEqual([1, 'length']);
      expect(representation.some((value) => value !== 0)).toBe(true);
    }
  });

  it('refuses a prompt that leaves no room for the answer, naming both numbers', async () => {
    const sampling = sample({ prompt: prompt('word '.repeat(9000)) });
    await expect(sampling).rejects.toThrow(RemoteError);
    await expect(sampling).rejects.toMatchObject({ remoteName: 'PromptTooLongError' });
    await expect(sampling).rejects.toThrow(/has 90\d\d tokens; at most 8152 fit/);
    expect((await sample({ indices: indicesBelow(1), maxTokens: 2 })).attempts).toHaveLength(1);
  });
});
