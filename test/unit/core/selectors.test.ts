import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeatureMatrix, FeaturesError } from '../../../src/core/feature-matrix.js';
import { GaussianProcess } from '../../../src/core/gaussian-process.js';
import { gaussianKernel, gaussianSampler, linearKernel, medianLength } from '../../../src/core/kernels.js';
import { RandomStream } from '../../../src/core/random.js';
import { allSelectors, isSelectorName, type SelectorName, selectorNamed } from '../../../src/core/selectors/index.js';
import { kernelUpperConfidence } from '../../../src/core/selectors/kernel.js';
import { linearUpperConfidence } from '../../../src/core/selectors/linear.js';
import { repExp } from '../../../src/core/selectors/repexp.js';
import type { CandidateTraits, Selector } from '../../../src/core/selectors/selector.js';
import { Untaken } from '../../../src/core/selectors/untaken.js';
import { dot } from '../../../src/core/vectors.js';

/** The properties are tried on these many pools, the same each time. */
const trials = { seed: 8, numRuns: 40 };

/** A pool in which no two candidates are alike in anything: equally many attempts would stand as far from their mean. */
function distinctPool(seed: number, rows: number, width: number): CandidateTraits[] {
  const random = RandomStream.of(seed);
  return Array.from({ length: rows }, (_, row) => ({
    features: Float64Array.from({ length: width }, () => random.normal()),
    attempts: 1 + 2 * row + random.below(2),
    meanLogProbability: -random.next(),
    length: 10 + row,
    behaviour: String(random.below(3)),
  }));
}

const poolsFrom = (least: number) =>
  fc
    .record({ seed: fc.nat(), rows: fc.integer({ min: least, max: 14 }), width: fc.integer({ min: 1, max: 8 }) })
    .map(({ seed, rows, width }) => distinctPool(seed, rows, width));

/** Of two candidates each is as far from their mean: they tie. */
const pools = poolsFrom(3);

/** The order in which a whole pool is taken, where `rewardOf` says what becomes of a candidate. */
function orderOf(
  { begin }: Pick<Selector, 'begin'>,
  pool: readonly CandidateTraits[],
  rewardOf = ({ length }: CandidateTraits) => (length % 3) / 3,
): number[] {
  const selection = begin(pool, RandomStream.of(42));
  return pool.map(() => {
    const row = selection.propose();
    selection.take(row);
    selection.learn(row, rewardOf(pool[row]!));
    return row;
  });
}

const namesWithout = (...names: SelectorName[]) => allSelectors.filter(({ name }) => !names.includes(name));

describe('every selector', () => {
  it('has a name of its own, by which it is found', () => {
    expect(new Set(allSelectors.map(({ name }) => name)).size).toBe(allSelectors.length);
    for (const selector of allSelectors) expect(selectorNamed(selector.name)).toBe(selector);
    expect(isSelectorName('kernel-ucb')).toBe(true);
    expect(isSelectorName('best')).toBe(false);
  });

  it.each(allSelectors)('$name takes every candidate once, and the same for the same seed', (selector) => {
    fc.assert(
      fc.property(poolsFrom(1), (pool) => {
        const order = orderOf(selector, pool);
        expect(order.toSorted((a, b) => a - b)).toEqual([...pool.keys()]);
        expect(orderOf(selector, pool)).toEqual(order);
      }),
      trials,
    );
  });

  it.each(allSelectors)('$name goes on from picks that were made, however few are known', (selector) => {
    const pool = distinctPool(3, 12, 4);
    const order = orderOf(selector, pool, () => 0);
    const again = selector.begin(pool, RandomStream.of(1));
    for (const row of order.slice(0, 6)) again.take(row);
    for (const row of [order[4]!, order[0]!]) again.learn(row, 0.5);
    const rest = pool.slice(6).map(() => {
      const row = again.propose();
      again.take(row);
      return row;
    });
    expect([...order.slice(0, 6), ...rest].sort((a, b) => a - b)).toEqual([...pool.keys()]);
  });

  // Those draw from the stream by rows: the first pick, or the centres of clusters.
  it.each(namesWithout('random', 'repexp', 'repexp-scaled', 'k-means-medoids'))(
    '$name picks the same candidates in whatever order they come',
    (selector) => {
      fc.assert(
        fc.property(pools, fc.nat(), (pool, seed) => {
          const random = RandomStream.of(seed);
          const keys = new Map(pool.map((candidate) => [candidate, random.next()]));
          const shuffled = pool.toSorted((a, b) => keys.get(a)! - keys.get(b)!);
          const candidates = (of: readonly CandidateTraits[]) => orderOf(selector, of).map((row) => of[row]);
          expect(candidates(shuffled)).toEqual(candidates(pool));
        }),
        trials,
      );
    },
  );

  // Samples are drawn along the axes of the features.
  it.each(namesWithout('linear-thompson', 'kernel-thompson'))('$name does not see a rotation', (selector) => {
    fc.assert(
      fc.property(pools, fc.nat(), (pool, seed) => {
        // A reflection (Householder 1958) followed by another is a rotation.
        const random = RandomStream.of(seed);
        const reflections = [0, 1].map(() => pool[0]!.features.map(() => random.normal()));
        const rotated = pool.map((candidate) => ({
          ...candidate,
          features: reflections.reduce((h, v) => {
            const factor = (2 * dot(h, v)) / dot(v, v);
            return h.map((value, i) => value - factor * v[i]!);
          }, candidate.features),
        }));
        expect(orderOf(selector, rotated)).toEqual(orderOf(selector, pool));
      }),
      trials,
    );
  });

  const looksAtFeatures = namesWithout('random', 'alphacode', 'likeliest', 'shortest', 'most-frequent');
  const withFeatures = (change: (features: Float64Array, row: number) => Float64Array) =>
    distinctPool(5, 12, 4).map((each, row) => ({ ...each, features: change(each.features, row) }));

  it.each(allSelectors)(
    '$name takes all of a pool whose features are all equal, zero, huge or of no length',
    (selector) => {
      for (const pool of [
        withFeatures(() => Float64Array.of(1, 2, 3, 4)),
        withFeatures((features) => features.map(() => 0)),
        withFeatures((features) => features.map((value) => 1e30 * value)),
        withFeatures((features, row) => (row % 2 ? features.map((value) => 1e30 * value) : features)),
        withFeatures((features) => features.map((value) => 1e-200 * value)),
        withFeatures((_, row) => Float64Array.of(row % 3, 0, 0, 0)),
        withFeatures(() => new Float64Array(0)),
      ]) {
        expect(orderOf(selector, pool).toSorted((a, b) => a - b)).toEqual([...pool.keys()]);
      }
    },
  );

  it.each(looksAtFeatures)('$name refuses features that are not finite, or of different lengths', (selector) => {
    const begin = (change: Parameters<typeof withFeatures>[0]) => () =>
      selector.begin(withFeatures(change), RandomStream.of(1));
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(begin((features, row) => (row === 7 ? features.with(2, wrong) : features))).toThrow(FeaturesError);
    }
    expect(begin((features, row) => (row === 7 ? features.slice(1) : features))).toThrow(FeaturesError);
  });
});

describe('RepExp', () => {
  /** log det(I + H H^T) of some rows, by Gaussian elimination. */
  function logDeterminant(pool: readonly CandidateTraits[], rows: readonly number[]): number {
    const matrix = rows.map((a) => rows.map((b) => dot(pool[a]!.features, pool[b]!.features) + Number(a === b)));
    let sum = 0;
    for (const [k, pivot] of matrix.entries()) {
      sum += Math.log(pivot[k]!);
      for (const row of matrix.slice(k + 1)) {
        const factor = row[k]! / pivot[k]!;
        for (let column = k; column < row.length; column++) row[column]! -= factor * pivot[column]!;
      }
    }
    return sum;
  }

  it('maximises log det(I + H H^T) greedily', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const [first, ...others] = orderOf(repExp(), pool);
        const taken = [first!];
        while (taken.length < pool.length) {
          const untaken = [...pool.keys()].filter((row) => !taken.includes(row));
          const gains = new Map(untaken.map((row) => [row, logDeterminant(pool, [...taken, row])]));
          taken.push(untaken.reduce((best, row) => (gains.get(row)! > gains.get(best)! ? row : best)));
        }
        expect(others).toEqual(taken.slice(1));
      }),
      trials,
    );
  });

  it('picks lazily exactly what it would pick with every bonus up to date, ties included', () => {
    const tied = fc
      .array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 30 })
      .map((rows) =>
        rows.map((row, at) => ({ ...distinctPool(1, 1, 1)[0]!, features: Float64Array.from(row), length: at })),
      );
    fc.assert(
      fc.property(fc.oneof(pools, tied), (pool) => {
        const [first, ...others] = orderOf(repExp(), pool);
        const features = FeatureMatrix.of(pool);
        const means = new Float64Array(pool.length);
        const process = new GaussianProcess({ kernel: linearKernel(features), noise: 1, means });
        const untaken = new Untaken(pool.length);
        let next = first!;
        for (const other of others) {
          untaken.take(next);
          process.take(next);
          next = untaken.best((row) => process.variance(row));
          expect(next).toBe(other);
        }
      }),
      trials,
    );
  });

  it('begins, where asked to, with the candidate nearest to the mean of all attempts', () => {
    const pool = [0, 1, 2, 10].map((x) => ({
      ...distinctPool(1, 1, 1)[0]!,
      attempts: 1,
      features: Float64Array.of(x),
    }));
    const first = (of: readonly CandidateTraits[]) =>
      repExp({ first: 'medoid' }).begin(of, RandomStream.of(1)).propose();
    expect(first(pool)).toBe(2);
    expect(first(pool.map((each, row) => (row === 3 ? { ...each, attempts: 20 } : each)))).toBe(3);
  });

  it('with scaled features does not see how large they are; as published it does', () => {
    const pool = distinctPool(9, 30, 6);
    const larger = pool.map((each) => ({ ...each, features: each.features.map((value) => 1024 * value) }));
    const scaled = repExp({ scale: 'root-mean-square' });
    expect(orderOf(scaled, larger)).toEqual(orderOf(scaled, pool));
    expect(orderOf(repExp(), larger)).not.toEqual(orderOf(repExp(), pool));
  });
});

/** Candidates are told by their lengths. */
const lengthsOf = (pool: readonly CandidateTraits[], order: readonly number[]) => order.map((row) => pool[row]!.length);

/** A candidate of which all but this is as usual. */
function candidate(traits: Partial<CandidateTraits>): CandidateTraits {
  return { features: Float64Array.of(0), attempts: 1, meanLogProbability: -1, length: 10, ...traits };
}

describe('orders that nothing changes', () => {
  const pool = [
    candidate({ attempts: 1, meanLogProbability: -0.2, length: 30 }),
    candidate({ attempts: 3, meanLogProbability: -0.9, length: 20 }),
    candidate({ attempts: 3, meanLogProbability: -0.5, length: 40 }),
  ];

  it.each([
    ['likeliest', [30, 40, 20]],
    ['shortest', [20, 30, 40]],
    ['most-frequent', [40, 20, 30]],
  ] as const)('%s', (name, lengths) => {
    expect(lengthsOf(pool, orderOf(selectorNamed(name), pool))).toEqual(lengths);
  });
});

describe('orders by groups', () => {
  it('alphacode takes one of each group in turn, the group of the most attempts first', () => {
    const pool = [
      candidate({ length: 1, behaviour: 'a', attempts: 2 }),
      candidate({ length: 2, behaviour: 'b', attempts: 3 }),
      candidate({ length: 3, behaviour: 'a', attempts: 4 }),
      candidate({ length: 4, attempts: 5 }),
      candidate({ length: 5, behaviour: 'a', attempts: 1 }),
      candidate({ length: 6, attempts: 1 }),
    ];
    // a: 7 attempts; alone: 5; b: 3; alone: 1. Then what a has left.
    expect(lengthsOf(pool, orderOf(selectorNamed('alphacode'), pool))).toEqual([3, 4, 2, 6, 1, 5]);
  });

  it('k-means-medoids takes the middle of each of eight heaps first, the heap of the most attempts before the others', () => {
    // Heap x has candidates at 100 x - 2, 100 x + 1 and 100 x + 2, of x + 1 attempts each: their mean is nearest to the second.
    const pool = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((heap) =>
      [-2, 1, 2].map((offset) => candidate({ features: Float64Array.of(100 * heap + offset), attempts: heap + 1 })),
    );
    const places = orderOf(selectorNamed('k-means-medoids'), pool).map((row) => pool[row]!.features[0]);
    expect(places.slice(0, 8)).toEqual([701, 601, 501, 401, 301, 201, 101, 1]);
    expect(places[8]).toBe(702);
  });

  it('farthest-first begins in the middle and goes to the ends', () => {
    const pool = [0, 1, 4, 6, 9].map((x) => candidate({ features: Float64Array.of(x) }));
    expect(orderOf(selectorNamed('farthest-first'), pool).map((row) => pool[row]!.features[0])).toEqual([
      4, 9, 0, 6, 1,
    ]);
  });
});

describe('the determinantal process with quality', () => {
  it('begins with the best, and passes over what equals it until all others are taken', () => {
    const at = (x: number, attempts: number) => candidate({ features: Float64Array.of(x, 0), attempts });
    const pool = [at(0, 1), at(5, 9), at(5, 8), at(-3, 2)];
    const order = orderOf(selectorNamed('dpp-quality'), pool);
    expect(order[0]).toBe(1);
    expect(order[3]).toBe(2);
  });
});

describe('what is learned from verdicts', () => {
  const at = (x: number, y: number, traits: Partial<CandidateTraits> = {}) =>
    candidate({ features: Float64Array.of(x, y), ...traits });
  // Two that were tried, each with a near-duplicate, and others all around.
  const pool = [at(3, 0), at(0, 3), at(3.1, 0.1), at(0.1, 3.1), at(-3, -1), at(-1, -3), at(-2, -2.5)];

  /** The pick after the first two failed with these shares of their checks passed. */
  function pickAfter({ begin }: Pick<Selector, 'begin'>, first: number, second: number): number {
    const selection = begin(pool, RandomStream.of(1));
    for (const row of [0, 1]) selection.take(row);
    selection.learn(0, first);
    selection.learn(1, second);
    return selection.propose();
  }

  it.each([
    ['linear', linearUpperConfidence],
    ['kernel', kernelUpperConfidence],
  ] as const)(
    '%s: without a bonus, what is like an almost passed one comes next, and what is like a failed one not',
    (_, make) => {
      expect(pickAfter(make({ alpha: 0 }), 0, 0.9)).toBe(3);
      expect(pickAfter(make({ alpha: 0 }), 0.9, 0)).toBe(2);
    },
  );

  it.each(['linear-thompson', 'kernel-thompson'] as const)('%s mostly agrees', (name) => {
    const random = RandomStream.of(4);
    let agreed = 0;
    for (let trial = 0; trial < 200; trial++) {
      const selection = selectorNamed(name).begin(pool, random);
      for (const row of [0, 1]) selection.take(row);
      selection.learn(0, 0);
      selection.learn(1, 0.9);
      if (selection.propose() === 3) agreed++;
    }
    // At random it would be one in five.
    expect(agreed).toBeGreaterThan(80);
    expect(agreed).toBeLessThan(200);
  });

  it('linear-ucb without verdicts is RepExp', () => {
    const pool = distinctPool(12, 20, 5);
    const orders = [linearUpperConfidence(), repExp({ scale: 'root-mean-square', first: 'medoid' })];
    const [learning, published] = orders.map((each) => orderOf(each, pool, () => 0));
    expect(learning).toEqual(published);
  });

  it.each(['kernel-ucb-prior', 'likeliest-feedback'] as const)(
    '%s begins with what is likely, and leaves it when that fails',
    (name) => {
      const promising = pool.map((each, row) =>
        row === 2 ? { ...each, attempts: 5, meanLogProbability: -0.1 } : { ...each, meanLogProbability: -1 },
      );
      const order = orderOf(selectorNamed(name), promising, () => 0);
      expect(order[0]).toBe(2);
      expect(order.indexOf(0)).toBeGreaterThan(2);
    },
  );
});

describe('a Gaussian process', () => {
  const rows = 12;
  const features = FeatureMatrix.of(distinctPool(21, rows, 4));
  const kernel = gaussianKernel(features, medianLength(features));
  const means = Float64Array.from({ length: rows }, (_, row) => row / 10);
  const noise = 0.2;
  const taken = [4, 7, 0, 9];
  const values = [0.5, 0, 0.25, 1];

  /** What conditions on all of `taken` at once say: k^T (K + noise I)^-1 b by Gaussian elimination. */
  function solved(row: number, b: readonly number[]): number {
    const system = taken.map((a, i) => [...taken.map((c) => kernel.of(a, c) + (a === c ? noise : 0)), b[i]!]);
    for (const [k, pivot] of system.entries()) {
      for (const [i, other] of system.entries()) {
        if (i === k) continue;
        const factor = other[k]! / pivot[k]!;
        for (let column = k; column <= taken.length; column++) other[column]! -= factor * pivot[column]!;
      }
    }
    return taken.reduce((sum, a, i) => sum + (kernel.of(row, a) * system[i]![taken.length]!) / system[i]![i]!, 0);
  }

  it('has the mean and the variance of the textbook, in whatever order it hears of the values', () => {
    for (const order of [
      [0, 1, 2, 3],
      [3, 1, 0, 2],
    ]) {
      const process = new GaussianProcess({ kernel, noise, means });
      for (const row of taken) process.take(row);
      for (const place of order) {
        process.observe(taken[place]!, values[place]!);
        process.mean(2); // what is worked out in between must not stay
      }
      const surprises = taken.map((row, i) => values[i]! - means[row]!);
      for (let row = 0; row < rows; row++) {
        expect(process.mean(row)).toBeCloseTo(means[row]! + solved(row, surprises), 10);
        const shared = taken.map((other) => kernel.of(row, other));
        expect(process.variance(row)).toBeCloseTo(kernel.self(row) - solved(row, shared), 10);
      }
    }
  });

  it('expects of what was taken and not heard of what it expected before', () => {
    const process = new GaussianProcess({ kernel, noise, means });
    process.take(4);
    process.observe(4, 1);
    const before = Array.from({ length: rows }, (_, row) => process.mean(row));
    process.take(7);
    before.forEach((mean, row) => {
      expect(process.mean(row)).toBeCloseTo(mean, 12);
    });
    expect(() => process.observe(3, 1)).toThrow(RangeError);
  });

  it('bounds what it has not worked out, and by nothing what it has', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 2, noNaN: true }), (seed, alpha) => {
        const random = RandomStream.of(seed);
        const process = new GaussianProcess({ kernel: linearKernel(features), noise, means });
        const untaken = new Untaken(rows);
        for (let pick = 0; pick < rows - 1; pick++) {
          const row = untaken.any(random);
          untaken.take(row);
          process.take(row);
          if (random.next() < 0.7) process.observe(row, random.next());
          const asked = random.below(rows);
          const bounds = Array.from({ length: rows }, (_, other) => process.upperBound(other, alpha));
          expect(process.upper(asked, alpha)).toBeLessThanOrEqual(bounds[asked]!);
          expect(process.upperBound(asked, alpha)).toBe(process.upper(asked, alpha));
        }
      }),
      trials,
    );
  });

  it('samples with its own variance', () => {
    const process = new GaussianProcess({ kernel: linearKernel(features), noise, means });
    for (const row of taken) process.take(row);
    const random = RandomStream.of(17);
    const draws = 4000;
    const squares = new Float64Array(rows);
    for (let draw = 0; draw < draws; draw++) {
      const theta = Float64Array.from({ length: features.width }, () => random.normal());
      const prior = Float64Array.from({ length: rows }, (_, row) => features.dotWith(row, theta));
      const deviation = process.sampledDeviation(prior, random);
      for (let row = 0; row < rows; row++) squares[row]! += deviation(row) ** 2 / draws;
    }
    // The standard error of a variance of so many draws is 2.2 %.
    for (let row = 0; row < rows; row++) expect(squares[row]! / process.variance(row)).toBeCloseTo(1, 0);
    const ratio = squares.reduce((sum, square, row) => sum + square / process.variance(row) / rows, 0);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
  });

  it('has samples of a Gaussian kernel that vary together as it says', () => {
    const length = medianLength(features);
    const random = RandomStream.of(5);
    const draws = 300;
    let worst = 0;
    const sums = Array.from({ length: rows }, () => new Float64Array(rows));
    for (let draw = 0; draw < draws; draw++) {
      const sample = gaussianSampler(features, length, random)();
      for (let a = 0; a < rows; a++) for (let b = 0; b < rows; b++) sums[a]![b]! += (sample[a]! * sample[b]!) / draws;
    }
    for (let a = 0; a < rows; a++)
      for (let b = 0; b < rows; b++) worst = Math.max(worst, Math.abs(sums[a]![b]! - kernel.of(a, b)));
    // Standard errors are at most sqrt(2 / 300) = 0.08; the largest of 144.
    expect(worst).toBeLessThan(0.3);
  });
});

describe('normal draws', () => {
  it('have mean 0, variance 1 and the tails of a normal distribution', () => {
    const random = RandomStream.of(2);
    const draws = Array.from({ length: 20_000 }, () => random.normal());
    const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(meanOf(draws))).toBeLessThan(0.03);
    expect(Math.abs(meanOf(draws.map((value) => value ** 2)) - 1)).toBeLessThan(0.05);
    expect(Math.abs(meanOf(draws.map((value) => Number(Math.abs(value) > 1.96))) - 0.05)).toBeLessThan(0.006);
  });
});
