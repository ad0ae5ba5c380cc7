import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeaturesError } from '../../../../src/core/feature-matrix.js';
import { RandomStream } from '../../../../src/core/random.js';
import { groupBonuses } from '../../../../src/core/training/bonus.js';
import { dot } from '../../../../src/core/vectors.js';
import { close } from '../close.js';

const trials = { seed: 4, numRuns: 60 };

const groups = fc
  .record({ seed: fc.nat(), attempts: fc.integer({ min: 2, max: 10 }), width: fc.integer({ min: 1, max: 16 }) })
  .map(({ seed, attempts, width }) => ({ seed, features: normalRows(RandomStream.of(seed), attempts, width) }));

function normalRows(random: RandomStream, rows: number, width: number): Float64Array[] {
  return Array.from({ length: rows }, () => Float64Array.from({ length: width }, () => random.normal()));
}

/** v - 2 w (w^T v) / |w|^2 (Householder), twice, which is a rotation. */
function rotated(features: readonly Float64Array[], random: RandomStream): Float64Array[] {
  const reflect = (vector: Float64Array, normal: Float64Array) => {
    const share = (2 * dot(vector, normal)) / dot(normal, normal);
    return vector.map((value, i) => value - share * normal[i]!);
  };
  const normals = normalRows(random, 2, features[0]!.length);
  return features.map((vector) => normals.reduce(reflect, vector));
}

describe.each(['none', 'root-mean-square'] as const)('the bonus of a group, features scaled by: %s', (scale) => {
  const bonusOf = (features: readonly Float64Array[]) => groupBonuses(features, { lambda: 0.3, scale });

  it('depends neither on the directions of the axes nor on where they begin', () => {
    fc.assert(
      fc.property(groups, ({ seed, features }) => {
        const random = RandomStream.of(seed + 1);
        const shift = random.normal();
        const moved = rotated(features, random).map((vector) => vector.map((value) => value + shift));
        close(bonusOf(moved), bonusOf(features));
      }),
      trials,
    );
  });

  it('follows the attempts into another order', () => {
    fc.assert(
      fc.property(groups, ({ features }) => close(bonusOf(features.toReversed()), bonusOf(features).toReversed())),
      trials,
    );
  });

  it('is 0 where attempts differ by rounding alone, or there is one', () => {
    const vector = Float64Array.of(0.1, 0.7, -3);
    const nearly = vector.map((value) => value * (1 + 2 ** -20));
    for (const group of [[vector], [vector, vector, vector], [vector, nearly, vector]]) {
      expect([...bonusOf(group)]).toEqual(group.map(() => 0));
    }
  });
});

it('the published bonus of few attempts tends to (n - 1) / n, as lambda becomes small beside their features', () => {
  const group = normalRows(RandomStream.of(5), 8, 32);
  const furthest = [1e-2, 1e-4, 1e-6, 1e-13].map((lambda) =>
    Math.max(...groupBonuses(group, { lambda, scale: 'none' }).map((value) => Math.abs(value - 7 / 8))),
  );
  for (const [i, lambda] of [1e-2, 1e-4, 1e-6, 1e-13].entries()) expect(furthest[i]).toBeLessThan(lambda / 10 + 1e-12);
  expect(furthest[0]).toBeGreaterThan(1e-4);
});

it('features of different lengths, or that are not finite, have no bonus', () => {
  const options = { lambda: 1, scale: 'root-mean-square' } as const;
  expect(() => groupBonuses([Float64Array.of(1, 2), Float64Array.of(3)], options)).toThrow(FeaturesError);
  expect(() => groupBonuses([Float64Array.of(1), Float64Array.of(Number.NaN)], options)).toThrow(FeaturesError);
  expect(() => groupBonuses([], options)).toThrow(RangeError);
});
