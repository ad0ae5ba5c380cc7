import { describe, expect, it } from 'vitest';
import { asTheyAre, centred, joined, whitened } from '../../../bench/selection/forms.js';
import { RandomStream } from '../../../src/core/random.js';
import { dot, mean } from '../../../src/core/vectors.js';

const random = RandomStream.of(3);
/** In one direction they differ a thousand times as much as in the others, and none of them has its mean at the origin. */
const features = Array.from({ length: 40 }, () =>
  Float64Array.from({ length: 4 }, (_, column) => 50 + (column === 0 ? 1000 : 1) * random.normal()),
);

/** Variances in the directions of a form's own columns. */
function variances(rows: readonly Float64Array[]): number[] {
  const centre = mean(rows);
  return [...centre].map((value, column) => mean(rows.map((row) => [(row[column]! - value) ** 2]))[0]!);
}

describe('features', () => {
  it('centred have the origin as their mean, and as they are have not', () => {
    for (const value of mean(centred(features))) expect(value).toBeCloseTo(0, 9);
    expect(mean(asTheyAre(features))[1]).toBeGreaterThan(49);
  });

  it('whitened differ alike in all directions in which they differ much, and little in the others', () => {
    const plain = features.map((row) => row.map((value, column) => (column === 0 ? value / 1000 : value)));
    const alike = variances(whitened(plain)).filter((value) => value > 1e-9);
    expect(alike).toHaveLength(4);
    expect(Math.max(...alike) / Math.min(...alike)).toBeLessThan(2);
    const stretched = variances(whitened(features)).sort((a, b) => b - a);
    expect(stretched[0]).toBeCloseTo(1, 1);
    expect(stretched[1]).toBeLessThan(0.01);
  });

  it('side by side count alike, whatever their lengths', () => {
    const [small, large, equal] = [0.001, 1000, 0].map((scale) =>
      features.map((row) => row.map((value) => value * scale)),
    );
    const both = joined([large!, equal!, small!]);
    expect(both[0]).toHaveLength(12);
    const lengths = [0, 4, 8].map((from) =>
      both.reduce(
        (sum, row) =>
          sum +
          dot(
            row,
            row.map((v, i) => (i >= from && i < from + 4 ? v : 0)),
          ),
        0,
      ),
    );
    expect(lengths[0]! / lengths[2]!).toBeCloseTo(1, 9);
    expect(lengths[1]).toBe(0);
    const own = centred(small!);
    expect(lengths[2]).toBeCloseTo(
      own.reduce((sum, row) => sum + dot(row, row), 0),
      9,
    );
  });

  it('whitened that are all equal stay so', () => {
    const equal = whitened([Float64Array.of(1, 2), Float64Array.of(1, 2)]);
    expect(equal.flatMap((row) => [...row])).toEqual([0, 0, 0, 0]);
  });
});
