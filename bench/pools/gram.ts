import { dot } from '../../src/core/vectors.js';

/**
 * Coordinates of N vectors in an orthonormal basis of their own: the same inner products in N numbers each, by Cholesky
 * factorisation of their Gram matrix. Row i has i + 1 numbers that may differ from 0.
 *
 * Selectors see features by their inner products alone, or should: so a pool of few attempts is kept in little space,
 * whatever the model's width.
 */
export function ownCoordinates(vectors: readonly Float64Array[]): Float64Array[] {
  const scale = Math.max(...vectors.map((vector) => dot(vector, vector)), Number.MIN_VALUE);
  const rows: Float64Array[] = [];
  for (const [i, vector] of vectors.entries()) {
    const row = new Float64Array(vectors.length);
    for (const [j, other] of rows.entries()) {
      const pivot = other[j]!;
      if (pivot > 0) row[j] = (dot(vector, vectors[j]!) - dot(row.subarray(0, j), other.subarray(0, j))) / pivot;
    }
    const left = dot(vector, vector) - dot(row, row);
    // Of a vector that is a sum of those before, only rounding is left.
    row[i] = left > 1e-10 * scale ? Math.sqrt(left) : 0;
    rows.push(row);
  }
  return rows;
}

/** The numbers of `ownCoordinates` that may differ from 0, one row after another. */
export function triangle(rows: readonly Float64Array[]): number[] {
  return rows.flatMap((row, i) => [...row.subarray(0, i + 1)]);
}

/** Rows from `triangle`. */
export function fromTriangle(values: ArrayLike<number>): Float64Array[] {
  const count = (Math.sqrt(1 + 8 * values.length) - 1) / 2;
  if (!Number.isInteger(count)) throw new RangeError(`${values.length} numbers are no triangle`);
  let at = 0;
  return Array.from({ length: count }, (_, i) => {
    const row = new Float64Array(count);
    for (let j = 0; j <= i; j++) row[j] = values[at++]!;
    return row;
  });
}
