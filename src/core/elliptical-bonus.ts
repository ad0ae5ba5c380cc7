import { dot } from './vectors.js';

/** The paper's regularisation. */
const lambda = 1;

/**
 * The elliptical bonus h_i^T A h_i of every row, with A = (lambda I + sum of h h^T over the rows taken)^-1 (METHOD.md
 * section 2).
 *
 * A is never made: by Sherman and Morrison, each row h that is taken subtracts w w^T from it, with
 * w = A h / sqrt(1 + h^T A h), and (h_i^T w)^2 from the bonus of row i. So the k-th costs O(N d + k d).
 */
export class EllipticalBonus {
  /** By row. */
  readonly values: Float64Array;
  private readonly directions: Float64Array[] = [];

  constructor(private readonly features: readonly Float64Array[]) {
    this.values = Float64Array.from(features, (h) => dot(h, h) / lambda);
  }

  take(row: number): void {
    const h = this.features[row]!;
    const direction = this.applied(h);
    const norm = Math.sqrt(1 + dot(h, direction));
    for (let i = 0; i < direction.length; i++) direction[i]! /= norm;
    this.directions.push(direction);
    for (const [other, features] of this.features.entries()) {
      const along = dot(features, direction);
      this.values[other] = Math.max(0, this.values[other]! - along * along);
    }
  }

  /** A h. */
  private applied(h: Float64Array): Float64Array {
    const result = h.map((value) => value / lambda);
    for (const direction of this.directions) {
      const along = dot(direction, h);
      for (let i = 0; i < result.length; i++) result[i]! -= along * direction[i]!;
    }
    return result;
  }
}
