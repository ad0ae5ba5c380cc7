import { describe, expect, it } from 'vitest';
import { differenceOfMeans, ratioOfMeans } from '../../../src/core/statistics.js';

/** 0 and 2 in turn, of which the mean over 400 has a standard error of 0.05. */
const spread = Array.from({ length: 400 }, (_, index) => 2 * (index % 2));

describe('intervals over pairs', () => {
  it('have the width that the standard error gives', () => {
    for (const { low, high } of [
      ratioOfMeans(spread.map((a) => [a, 1])),
      differenceOfMeans(spread.map((a) => [a, 0])),
    ]) {
      expect(low).toBeCloseTo(1 - 1.96 * 0.05, 1);
      expect(high).toBeCloseTo(1 + 1.96 * 0.05, 1);
    }
  });

  it('are paired: what both have in common takes no part', () => {
    expect(differenceOfMeans(spread.map((b) => [b + 0.25, b]))).toEqual({ difference: 0.25, low: 0.25, high: 0.25 });
    expect(ratioOfMeans(spread.map((b) => [3 * b, b]))).toEqual({ ratio: 3, low: 3, high: 3 });
  });
});
