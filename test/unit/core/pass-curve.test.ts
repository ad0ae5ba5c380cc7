import { describe, expect, it } from 'vitest';
import { passCurve } from '../../../src/core/pass-curve.js';
import { proportionInterval } from '../../../src/core/proportion.js';
import { expectedVerifications } from '../../../src/core/random-order.js';

describe('the curve of pass@k', () => {
  it('is the estimate for each k within the interval of one attempt, carried over to k', () => {
    const curve = passCurve(4, 1);
    expect(curve.map(({ k }) => k)).toEqual([1, 2, 3, 4]);
    expect(curve.map(({ estimate }) => estimate)).toEqual(
      [0.25, 0.5, 0.75, 1].map((value) => expect.closeTo(value, 12)),
    );
    const [low, high] = proportionInterval(1, 4);
    expect(curve[0]).toMatchObject({ low: expect.closeTo(low, 12), high: expect.closeTo(high, 12) });
    expect(curve[1]).toMatchObject({
      low: expect.closeTo(1 - (1 - low) ** 2, 12),
      high: expect.closeTo(1 - (1 - high) ** 2, 12),
    });
  });

  it.each([
    [1, 0],
    [1, 1],
    [7, 0],
    [7, 1],
    [7, 7],
    [2000, 3],
  ])('%i attempts, %i correct: never falls, and never leaves its interval', (n, c) => {
    const curve = passCurve(n, c);
    expect(curve).toHaveLength(n);
    for (const [index, { estimate, low, high }] of curve.entries()) {
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(estimate);
      expect(estimate).toBeLessThanOrEqual(high);
      expect(high).toBeLessThanOrEqual(1);
      expect(estimate).toBeGreaterThanOrEqual(curve[index - 1]?.estimate ?? 0);
    }
  });

  it('is empty before anything is judged', () => {
    expect(passCurve(0, 0)).toEqual([]);
  });
});

describe('verifications to the first survivor in random order', () => {
  /** The mean over all orders, by the place of the first of s survivors. */
  const counted = (n: number, s: number): number => {
    if (s === n) return 1;
    return 1 + ((n - s) / n) * counted(n - 1, s);
  };

  it.each([
    [1, 1],
    [10, 1],
    [10, 10],
    [20, 3],
  ])('%i candidates, %i survivors: the mean over all orders', (n, s) => {
    expect(expectedVerifications(n, s)).toBeCloseTo(counted(n, s), 12);
  });

  it('needs a survivor', () => {
    expect(() => expectedVerifications(5, 0)).toThrow(RangeError);
  });
});
