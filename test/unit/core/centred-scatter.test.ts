import { describe, expect, it } from 'vitest';
import { CentredScatter } from '../../../src/core/centred-scatter.js';
import { RandomStream } from '../../../src/core/random.js';
import { leverageByInverse } from '../../support/scatter-matrix.js';

function randomVectors(count: number, width: number, scale = 1): Float64Array[] {
  const random = RandomStream.of(1);
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: width }, (_, i) => scale * (i + 1) * (random.next() - 0.2)),
  );
}

function scatterOf(vectors: readonly Float64Array[], lambda: number): CentredScatter {
  const scatter = new CentredScatter(vectors[0]!.length, lambda);
  for (const vector of vectors) scatter.add(vector);
  return scatter;
}

describe('leverage', () => {
  it('by hand: between two points, along them and across', () => {
    // m = (1, 0), S = 0.5 I + 2 (1, 0)(1, 0)^T.
    const scatter = scatterOf([Float64Array.of(0, 0), Float64Array.of(2, 0)], 0.5);
    expect(scatter.count).toBe(2);
    expect(scatter.leverage([1, 0])).toBe(0);
    expect(scatter.leverage([3, 0])).toBeCloseTo(4 / 2.5, 12);
    expect(scatter.leverage([1, 3])).toBeCloseTo(9 / 0.5, 12);
  });

  it.each([
    { count: 1, width: 6, lambda: 0.1, scale: 1 },
    { count: 4, width: 6, lambda: 0.1, scale: 1 },
    { count: 60, width: 6, lambda: 0.1, scale: 1 },
    // Much larger than the root of lambda, as token states are.
    { count: 300, width: 24, lambda: 0.01, scale: 100 },
  ])('is what the inverse of S gives: $count vectors of length $width', ({ count, width, lambda, scale }) => {
    const [asked, ...added] = randomVectors(count + 1, width, scale);
    const expected = leverageByInverse(added, lambda)(asked!);
    expect(scatterOf(added, lambda).leverage(asked!) / expected).toBeCloseTo(1, 8);
  });

  it('does not depend on the order in which vectors were added, nor on where the origin is', () => {
    const [asked, ...added] = randomVectors(20, 5);
    const shifted = (h: Float64Array) => h.map((value) => value + 7);
    const leverage = scatterOf(added, 1).leverage(asked!);
    expect(scatterOf(added.toReversed(), 1).leverage(asked!)).toBeCloseTo(leverage, 10);
    expect(scatterOf(added.map(shifted), 1).leverage(shifted(asked!))).toBeCloseTo(leverage, 10);
  });
});

it('refuses a lambda that is not above 0, and vectors of another length', () => {
  expect(() => new CentredScatter(2, 0)).toThrow(RangeError);
  expect(() => new CentredScatter(2, Number.NaN)).toThrow(RangeError);
  expect(() => new CentredScatter(2, 1).add([1])).toThrow(RangeError);
  expect(() => new CentredScatter(2, 1).leverage([1, 2, 3])).toThrow(RangeError);
});
