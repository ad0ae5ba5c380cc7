import { describe, expect, it } from 'vitest';
import type { SamplingOptions } from '../../../src/core/domain.js';
import { RandomStream } from '../../../src/core/random.js';
import { Candidates } from '../../../src/engine/child/candidates.js';
import { type Draw, Sampler } from '../../../src/engine/child/sampler.js';
import { InvalidLogitsError } from '../../../src/engine/errors.js';
import { distributionOf } from './distribution.js';

const plain: SamplingOptions = { temperature: 1, topP: 1, topK: 0, minP: 0 };

/** Logits of these probabilities at temperature 1. */
const logitsOf = (probabilities: readonly number[]) => Float32Array.from(probabilities, (p) => Math.log(p) + 3);

/** How often each token is drawn, in draws with evenly spread numbers instead of random ones: exact to 1/draws. */
async function frequencies(logits: Float32Array, options: Partial<SamplingOptions>, draws = 10_000): Promise<number[]> {
  const sampler = new Sampler({ ...plain, ...options }, logits.length);
  const distribution = distributionOf(logits, options.temperature, 3);
  const counts = new Array<number>(logits.length).fill(0);
  let i = 0;
  const even = { next: () => (i++ + 0.5) / draws } as RandomStream;
  for (let n = 0; n < draws; n++) counts[(await sampler.draw(distribution, even)).token]!++;
  return counts.map((count) => count / draws);
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance = 2e-4): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) {
    if (expected[i] === 0) expect(value).toBe(0);
    else expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerance);
  }
}

/** A wide, uneven distribution over a vocabulary as large as a real one. */
function wideLogits(vocabulary: number): Float32Array {
  const random = RandomStream.of(11);
  return Float32Array.from({ length: vocabulary }, () => 5 * (random.next() + random.next() + random.next()));
}

describe('Sampler', () => {
  const probabilities = [0.05, 0.4, 0.1, 0.25, 0.2];
  const logits = logitsOf(probabilities);

  it('draws from the softmax', async () => expectClose(await frequencies(logits, {}), probabilities));

  it('draws from the softmax at the temperature', async () => {
    for (const temperature of [0.5, 2]) {
      const powers = probabilities.map((p) => p ** (1 / temperature));
      const sum = powers.reduce((a, b) => a + b);
      expectClose(
        await frequencies(logits, { temperature }),
        powers.map((p) => p / sum),
      );
    }
  });

  it('takes the likeliest token at temperature 0, and no random number', async () => {
    const never = {
      next: () => {
        throw new Error('drawn');
      },
    } as unknown as RandomStream;
    expect((await new Sampler({ ...plain, temperature: 0 }, 5).draw(distributionOf(logits, 0), never)).token).toBe(1);
  });

  it('keeps the k likeliest', async () => {
    expectClose(await frequencies(logits, { topK: 2 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0]);
    expectClose(await frequencies(logits, { topK: 9 }), probabilities);
  });

  it('keeps the smallest set that reaches p', async () => {
    expectClose(await frequencies(logits, { topP: 0.64 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0]);
    expectClose(await frequencies(logits, { topP: 0.66 }), [0, 0.4 / 0.85, 0, 0.25 / 0.85, 0.2 / 0.85]);
    expectClose(await frequencies(logits, { topP: 0.001 }), [0, 1, 0, 0, 0]);
  });

  it('keeps what is at least min-p as likely as the likeliest', async () => {
    expectClose(await frequencies(logits, { minP: 0.55 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0]);
    expectClose(await frequencies(logits, { minP: 1 }), [0, 1, 0, 0, 0]);
  });

  it('applies min-p, then top-k, then top-p, each to what is left', async () => {
    // After min-p and top-k: 0.4, 0.25, 0.2 of 0.85; 0.7 of that is reached by the first two (0.7647).
    expectClose(await frequencies(logits, { minP: 0.2, topK: 3, topP: 0.7 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0]);
    expectClose(await frequencies(logits, { minP: 0.55, topP: 0.7 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0]);
    expectClose(await frequencies(logits, { minP: 0.55, topK: 1 }), [0, 1, 0, 0, 0]);
  });

  it('breaks ties by the lower token', async () => {
    expectClose(await frequencies(logitsOf([0.25, 0.25, 0.25, 0.25]), { topK: 2 }), [0.5, 0.5, 0, 0]);
  });

  it('agrees with sorting the whole vocabulary, whatever is cut off', async () => {
    const wide = wideLogits(20_000);
    const descending = [...wide.keys()].sort((a, b) => wide[b]! - wide[a]! || a - b);
    const exact = (options: SamplingOptions, u: number): number => {
      const max = wide[descending[0]!]!;
      const weigh = (token: number) => Math.exp((wide[token]! - max) / options.temperature);
      let order = descending.filter((token) => weigh(token) >= options.minP);
      if (options.topK > 0) order = order.slice(0, options.topK);
      const total = order.reduce((sum, token) => sum + weigh(token), 0);
      let sum = 0;
      const kept = order.filter((token) => {
        const open = options.topP === 1 || sum < options.topP * total;
        if (open) sum += weigh(token);
        return open;
      });
      let left = u * sum;
      for (const token of kept) {
        left -= weigh(token);
        if (left < 0) return token;
      }
      return kept.at(-1)!;
    };
    const random = RandomStream.of(5);
    for (const options of [
      plain,
      { ...plain, temperature: 1.5 },
      { ...plain, topP: 0.95 },
      { ...plain, temperature: 0.8, topP: 0.9, topK: 200 },
      { ...plain, temperature: 1.3, topP: 0.99, minP: 0.01 },
    ]) {
      const sampler = new Sampler(options, wide.length);
      const distribution = distributionOf(wide, options.temperature, 64);
      for (let n = 0; n < 40; n++) {
        const u = random.next();
        const { token } = await sampler.draw(distribution, { next: () => u } as RandomStream);
        expect(token).toBe(exact(options, u));
      }
    }
  });

  it('looks beyond the top tokens only where the draw may lie there', async () => {
    const wide = wideLogits(20_000);
    const known = distributionOf(wide, 1, 64);
    const mass = known.topProbabilities.reduce((sum, p) => sum + p, 0);
    const topP = mass + 0.2;
    let looked = 0;
    const all = () => {
      looked++;
      return known.all();
    };
    const sampler = new Sampler({ ...plain, topP }, wide.length);
    const at = (u: number) => sampler.draw({ ...known, all }, { next: () => u } as RandomStream);
    await at(0.5 * (mass / topP));
    expect(looked).toBe(0);
    const { token } = await at(1.01 * (mass / topP));
    expect(looked).toBe(1);
    expect(known.topTokens).not.toContain(BigInt(token));
  });

  it('tells the log-probability under the model itself, to 1e-6', async () => {
    const wide = wideLogits(50_000);
    const max = Math.max(...wide);
    const logTotal = Math.log(wide.reduce((sum, x) => sum + Math.exp(x - max), 0));
    const sampler = new Sampler({ temperature: 0.7, topP: 0.8, topK: 50, minP: 0.05 }, wide.length);
    const random = RandomStream.of(3);
    const distribution = distributionOf(wide, 0.7);
    for (let n = 0; n < 20; n++) {
      const { token, logProbability }: Draw = await sampler.draw(distribution, random);
      expect(Math.abs(logProbability - (wide[token]! - max - logTotal))).toBeLessThan(1e-6);
    }
  });

  it('draws the same from the same stream', async () => {
    const wide = wideLogits(1000);
    const draw = async () => {
      const random = RandomStream.of(8);
      const sampler = new Sampler({ ...plain, topP: 0.9 }, wide.length);
      const distribution = distributionOf(wide);
      const draws = await Promise.all(Array.from({ length: 20 }, () => sampler.draw(distribution, random)));
      return draws.map(({ token }) => token);
    };
    const tokens = await draw();
    expect(await draw()).toEqual(tokens);
    expect(new Set(tokens).size).toBeGreaterThan(10);
  });

  it('refuses what logits that are not finite give', async () => {
    const sampler = new Sampler(plain, 3);
    const bad = { ...distributionOf([1, 2, 3]), topProbabilities: Float32Array.of(Number.NaN, Number.NaN, 0) };
    await expect(sampler.draw(bad, RandomStream.of(1))).rejects.toThrow(InvalidLogitsError);
    const never = distributionOf([0, Number.NEGATIVE_INFINITY]);
    expect((await new Sampler(plain, 2).draw(never, RandomStream.of(1))).token).toBe(0);
  });
});

describe('Candidates', () => {
  it('come out heaviest first, and equal ones by token', async () => {
    const random = RandomStream.of(2);
    const weights = Array.from({ length: 500 }, () => random.below(100));
    const candidates = new Candidates(500);
    for (const [token, weight] of weights.entries()) candidates.add(token, weight);
    candidates.heapify();
    const expected = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]! || a - b);
    expect(candidates.size).toBe(expected.length);
    expect(expected.map((_, rank) => candidates.tokenAt(rank))).toEqual(expected);
  });
});
