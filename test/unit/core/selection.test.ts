import { describe, expect, it } from 'vitest';
import { FeatureMatrix } from '../../../src/core/feature-matrix.js';
import { GaussianProcess } from '../../../src/core/gaussian-process.js';
import { linearKernel } from '../../../src/core/kernels.js';
import { passAtK } from '../../../src/core/pass-at-k.js';
import { project, type SignEntry, sparseProjection } from '../../../src/core/projection.js';
import { proportionInterval } from '../../../src/core/proportion.js';
import { RandomStream } from '../../../src/core/random.js';
import { random } from '../../../src/core/selectors/random.js';
import { repexp } from '../../../src/core/selectors/repexp.js';
import type { CandidateTraits, Selector } from '../../../src/core/selectors/selector.js';
import { dot, mean, subtract } from '../../../src/core/vectors.js';
import fixture from './fixtures/selection.json' with { type: 'json' };

function close(actual: ArrayLike<number>, expected: ArrayLike<number>) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 9);
}

describe.each(fixture.cases)('RepExp against NumPy, case %#', ({ raw, centre, order, bonusAfter3 }) => {
  const features = raw.map((row) => subtract(row, mean(raw)));

  it('centres on the same mean', () => close(mean(raw), centre));

  it('has the same bonuses after three picks', () => {
    const kernel = linearKernel(FeatureMatrix.of(traitsOf(features)));
    const process = new GaussianProcess({ kernel, noise: 1, means: new Float64Array(features.length) });
    for (const row of order.slice(0, 3)) process.take(row);
    close(
      features.map((_, row) => process.variance(row)),
      bonusAfter3,
    );
  });

  it('picks the whole pool in the same order', () => {
    expect(orderOf(repexp, traitsOf(features), 1, order.slice(0, 1))).toEqual(order);
  });
});

/** Candidates of which nothing but their features is remarkable. */
function traitsOf(features: readonly Float64Array[]): CandidateTraits[] {
  return features.map((each) => ({ features: each, attempts: 1, meanLogProbability: -1, length: 10 }));
}

/** The order in which a selector takes a whole pool in which every candidate fails. */
function orderOf(
  selector: Selector,
  candidates: readonly CandidateTraits[],
  seed: number,
  first: readonly number[] = [],
): number[] {
  const selection = selector.begin(candidates, RandomStream.of(seed));
  const order = [...first];
  for (const row of first) selection.take(row);
  while (order.length < candidates.length) {
    const row = selection.propose();
    selection.take(row);
    selection.learn(row, 0);
    order.push(row);
  }
  return order;
}

describe('selectors', () => {
  const features = fixture.cases[0]!.raw.map((row) => Float64Array.from(row));

  it.each([random, repexp])('$name chooses its first pick at random: each is as likely', (selector) => {
    const counts = features.map(() => 0);
    const stream = RandomStream.of(3);
    const draws = 12_000;
    for (let i = 0; i < draws; i++) counts[selector.begin(traitsOf(features), stream).propose()]!++;
    const expected = draws / features.length;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(31.3); // 11 degrees of freedom, p = 0.001
  });

  it('random does not look at the features', () => {
    const same = features.map(() => new Float64Array(3));
    expect(orderOf(random, traitsOf(same), 9)).toEqual(orderOf(random, traitsOf(features), 9));
  });
});

describe('projection', () => {
  it('equals the matrix product worked out with NumPy', () => {
    const { entries, rows, scale, vector, projected } = fixture.projection;
    close(project({ rows, scale, entries: entries as SignEntry[] }, vector), projected);
  });

  it('has the density and the scale of Li, Hastie and Church, and comes from its seed alone', () => {
    const [width, rows] = [576, 512];
    const projection = sparseProjection(width, rows, RandomStream.of(5));
    expect(projection.entries.length / (width * rows)).toBeCloseTo(1 / Math.sqrt(width), 2);
    expect(projection.scale).toBeCloseTo(Math.sqrt(Math.sqrt(width) / rows), 12);
    const positive = projection.entries.filter(({ sign }) => sign === 1).length;
    expect(positive / projection.entries.length).toBeCloseTo(0.5, 1);
    expect(sparseProjection(width, rows, RandomStream.of(5))).toEqual(projection);
    expect(sparseProjection(width, rows, RandomStream.of(6))).not.toEqual(projection);
  });

  it('keeps inner products in expectation', () => {
    const stream = RandomStream.of(11);
    const vectors = [0, 1].map(() => Float64Array.from({ length: 64 }, () => stream.next() - 0.5));
    const trials = 400;
    let sum = 0;
    for (let seed = 0; seed < trials; seed++) {
      const projection = sparseProjection(64, 128, RandomStream.of(seed));
      const [a, b] = vectors.map((vector) => project(projection, vector));
      sum += dot(a!, b!);
    }
    expect(sum / trials).toBeCloseTo(dot(vectors[0]!, vectors[1]!), 1);
  });
});

describe('pass@k', () => {
  it.each(fixture.passAtK)('of $c correct among $n, k = $k', ({ n, c, k, value }) => {
    expect(passAtK(n, c, k)).toBeCloseTo(value, 10);
  });

  it('refuses what is not a pool', () => {
    expect(() => passAtK(3, 4, 1)).toThrow(RangeError);
    expect(() => passAtK(3, 1, 4)).toThrow(RangeError);
    expect(() => passAtK(3, 1, 0)).toThrow(RangeError);
  });
});

describe('the interval of a proportion', () => {
  it.each(fixture.intervals)('$successes of $trials', ({ successes, trials, low, high }) => {
    close(proportionInterval(successes, trials), [low, high]);
  });
});

describe('random streams', () => {
  it('are the same for the same seed and differ between attempts', () => {
    const draw = () => {
      const streams = RandomStream.streams(123);
      return [0, 1, 2].map(() => {
        const stream = streams.next().value;
        return [stream.next(), stream.next(), stream.next()];
      });
    };
    expect(draw()).toEqual(draw());
    expect(new Set(draw().flat()).size).toBe(9);
  });
});
