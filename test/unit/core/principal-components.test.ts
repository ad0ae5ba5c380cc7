import { describe, expect, it } from 'vitest';
import { coordinates, principalPlane } from '../../../src/core/principal-components.js';
import { RandomStream } from '../../../src/core/random.js';
import { dot } from '../../../src/core/vectors.js';

const width = 300;

/** Rows in a space of many dimensions, along orthogonal directions that are none of its axes, away from its centre. */
function rowsOf(points: readonly (readonly number[])[]): Float32Array[] {
  const direction = (frequency: number) =>
    Float64Array.from(
      { length: width },
      (_, i) => Math.cos((Math.PI * frequency * (i + 0.5)) / width) * Math.sqrt(2 / width),
    );
  const directions = [7, 3, 20].map(direction);
  return points.map((point) =>
    Float32Array.from({ length: width }, (_, i) =>
      point.reduce((sum, value, axis) => sum + value * directions[axis]![i]!, 5),
    ),
  );
}

/** Where all rows lie, to five digits; an axis may point either way, so its first point off the centre is positive. */
function placed(points: readonly (readonly number[])[]): number[][] {
  const rows = rowsOf(points);
  const plane = principalPlane(rows);
  const found = rows.map((row) => coordinates(plane, row));
  const signs = [0, 1].map((axis) =>
    Math.sign(found.map((each) => each[axis]!).find((value) => Math.abs(value) > 1e-4) ?? 1),
  );
  return found.map((each) => each.map((value, axis) => Number((value * signs[axis]!).toFixed(4)) + 0));
}

describe('two principal components', () => {
  it('rows on a line: their distances along it, and nothing beside it', () => {
    expect(placed([[3], [1], [0], [-4]])).toEqual([
      [3, 0],
      [1, 0],
      [0, 0],
      [-4, 0],
    ]);
  });

  it('rows exactly on a line have no second component, which rounding would make up', () => {
    const rows = [3, 1, 0, -4].map((t) => Array.from({ length: width }, (_, i) => t * Math.sin(i)));
    const plane = principalPlane(rows);
    expect(plane.axes[1]).toEqual(new Float64Array(width));
    expect(coordinates(plane, rows[0]!)[1]).toBe(0);
  });

  it('rows on a plane: exactly as they lie on it, the direction of most variance first', () => {
    const corners = [
      [2, 5],
      [2, -5],
      [-2, 5],
      [-2, -5],
    ];
    expect(placed(corners)).toEqual(corners.map(([x, y]) => [y, x]));
  });

  it('leaves out the direction of least variance', () => {
    const points = [
      [3, 0, 0],
      [-3, 0, 0],
      [0, 2, 0],
      [0, -2, 0],
      [0, 0, 0.5],
      [0, 0, -0.5],
    ];
    expect(placed(points)).toEqual(points.map(([x, y]) => [x, y]));
  });

  it('equal rows, and one row alone: all in the middle', () => {
    expect(
      placed([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
    ).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(placed([[1, 2]])).toEqual([[0, 0]]);
    expect(principalPlane([[0, 0]]).axes).toEqual([new Float64Array(2), new Float64Array(2)]);
  });

  it('no rows have no plane', () => {
    expect(() => principalPlane([])).toThrow(RangeError);
  });

  it('keeps what the best plane keeps where no direction stands out, and is the same each time', () => {
    const random = RandomStream.of(4);
    const rows = Array.from({ length: 60 }, () => Float32Array.from({ length: 12 }, () => random.next()));
    const plane = principalPlane(rows);
    expect(dot(plane.axes[0], plane.axes[0])).toBeCloseTo(1, 12);
    expect(dot(plane.axes[0], plane.axes[1])).toBeCloseTo(0, 12);
    const kept = rows.flatMap((row) => coordinates(plane, row)).reduce((sum, value) => sum + value * value, 0);
    // NumPy's singular values of these rows: the two largest, squared.
    const best = 3.12319594 ** 2 + 2.78948944 ** 2;
    expect(kept).toBeLessThan(best + 1e-6);
    expect(kept).toBeGreaterThan(0.98 * best);
    expect(principalPlane(rows)).toEqual(plane);
    for (const axis of plane.axes) {
      expect(Math.max(...axis)).toBe(Math.max(...axis.map(Math.abs)));
    }
  });
});
