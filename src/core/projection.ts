import type { RandomStream } from './random.js';

/** One entry of a sparse matrix that is not zero, up to the common scale: +1 or -1 at [row, column]. */
export interface SignEntry {
  readonly row: number;
  readonly column: number;
  readonly sign: 1 | -1;
}

/** A linear map given by signs and one scale. */
export interface SparseProjection {
  /** Length of a projected vector, d. */
  readonly rows: number;
  readonly scale: number;
  readonly entries: readonly SignEntry[];
}

/**
 * A very sparse random projection from width D to d = `rows` (Li, Hastie and Church 2006): each entry is 0 with
 * probability 1 - 1/s, else +-sqrt(s/d) with equal probability, with s = sqrt(D). It keeps inner products in
 * expectation. The same stream gives the same matrix. Rows are drawn one after another.
 */
export function sparseProjection(width: number, rows: number, random: RandomStream): SparseProjection {
  const sparsity = Math.sqrt(width);
  const entries: SignEntry[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const u = random.next() * sparsity;
      if (u < 1) entries.push({ row, column, sign: u < 0.5 ? 1 : -1 });
    }
  }
  return { rows, scale: Math.sqrt(sparsity / rows), entries };
}

/** The projection of a vector of length D: a vector of length d. */
export function project(projection: SparseProjection, vector: ArrayLike<number>): Float64Array {
  const result = new Float64Array(projection.rows);
  for (const { row, column, sign } of projection.entries) result[row]! += sign * (vector[column] as number);
  for (let i = 0; i < result.length; i++) result[i]! *= projection.scale;
  return result;
}
