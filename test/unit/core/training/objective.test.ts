import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../../src/core/random.js';
import { clippedObjective, type Objective } from '../../../../src/core/training/objective.js';

describe('the derivatives of the clipped objective', () => {
  const clip = { low: 0.2, high: 0.4 };
  const random = RandomStream.of(12);
  const lengths = [9, 2, 14, 6];
  const drawn = lengths.map((length) => Float32Array.from({ length }, () => -3 * random.next() - 0.1));
  const moved = (by: number) => drawn.map((values) => values.map((value) => value + by * random.normal()));
  const [now, initial] = [moved(0.4), moved(0.4)];
  const advantages = [1.2, -0.7, -1.4, 0];
  const without: Objective = { drawn, advantages, clip, divergence: null, tokens: 40 };

  it.each([null, { weight: 0.2, initial }])(
    'are those of finite differences, away from where the clip begins',
    (divergence) => {
      const objective = { ...without, divergence };
      const { derivatives } = clippedObjective(now, objective);
      const step = 2 ** -10;
      let compared = 0;
      for (const [attempt, values] of now.entries()) {
        for (const [token, value] of values.entries()) {
          const ratio = Math.exp(value - drawn[attempt]![token]!);
          if ([1 - clip.low, 1 + clip.high].some((edge) => Math.abs(ratio / edge - 1) < 0.01)) continue;
          const lossAt = (by: number) => {
            const changed = now.map((of) => of.slice());
            changed[attempt]![token] = value + by;
            return [clippedObjective(changed, objective).loss, changed[attempt]![token]!] as const;
          };
          const [[above, high], [below, low]] = [lossAt(step), lossAt(-step)];
          expect(derivatives[attempt]![token]).toBeCloseTo((above - below) / (high - low), 6);
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(25);
    },
  );

  it('are 0 at the tokens that are clipped, and at no others that count', () => {
    const { derivatives, clipped } = clippedObjective(now, without);
    const counting = derivatives.slice(0, 3).flatMap((values) => [...values]);
    expect(clipped).toBeGreaterThan(3);
    expect(counting.filter((value) => value === 0).length).toBe(clipped);
    expect(derivatives[3]!.every((value) => value === 0)).toBe(true);
  });

  it('make what was better likelier, and what was worse unlikelier, where nothing was learned yet', () => {
    const { derivatives, clipped, divergence } = clippedObjective(drawn, without);
    expect([clipped, divergence]).toEqual([0, 0]);
    for (const [attempt, values] of derivatives.entries()) {
      for (const value of values) expect(value).toBeCloseTo(-advantages[attempt]! / 40, 8);
    }
  });

  it('and losses of groups add up to those of their step', () => {
    const whole = clippedObjective(now, without);
    const parts = [
      [0, 1],
      [2, 3],
    ].map((group) => {
      const of = <T>(values: readonly T[]) => group.map((attempt) => values[attempt]!);
      return clippedObjective(of(now), { ...without, drawn: of(drawn), advantages: of(advantages) });
    });
    expect(parts[0]!.loss + parts[1]!.loss).toBeCloseTo(whole.loss, 12);
    expect(parts.flatMap(({ derivatives }) => derivatives)).toEqual(whole.derivatives);
  });
});
