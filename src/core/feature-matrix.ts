import { partialDot } from './vectors.js';

/** Features that no selector can work with. */
export class FeaturesError extends Error {
  override readonly name = 'FeaturesError';
}

/** What features are divided by: nothing, or the root mean square of their lengths over the pool's attempts. */
export type Scale = 'none' | 'root-mean-square';

/** The features of a pool's candidates, one row each, in one block of memory. */
export class FeatureMatrix {
  /** |h|^2, by row. */
  readonly squaredNorms: Float64Array;

  private constructor(
    readonly rows: number,
    readonly width: number,
    /** [rows, width] */
    private readonly values: Float64Array,
  ) {
    this.squaredNorms = Float64Array.from({ length: rows }, (_, row) => this.dot(row, row));
  }

  /** @throws FeaturesError where they are not of one length, or not finite (nor their squared lengths) */
  static of(
    candidates: readonly { readonly features: Float64Array; readonly attempts: number }[],
    scale: Scale = 'none',
  ): FeatureMatrix {
    const width = candidates[0]?.features.length ?? 0;
    const values = new Float64Array(candidates.length * width);
    for (const [row, { features }] of candidates.entries()) {
      if (features.length !== width)
        throw new FeaturesError(`row ${row} has ${features.length} features, not ${width}`);
      values.set(features, row * width);
    }
    const matrix = new FeatureMatrix(candidates.length, width, values);
    // A sum of squares is finite only where each of them is.
    const wrong = matrix.squaredNorms.findIndex((norm) => !Number.isFinite(norm));
    if (wrong >= 0) throw new FeaturesError(`the features of row ${wrong} are not finite`);
    if (scale === 'none') return matrix;
    const length = rootMeanSquare(
      matrix.squaredNorms,
      candidates.map(({ attempts }) => attempts),
    );
    if (length === 0) return matrix;
    for (let i = 0; i < values.length; i++) values[i]! /= length;
    return new FeatureMatrix(candidates.length, width, values);
  }

  /** h_a^T h_b. */
  dot(a: number, b: number): number {
    return partialDot(this.values, a * this.width, this.values, b * this.width, this.width);
  }

  /** h_row^T v, with v of the length of a row at `offset` of `vectors`. */
  dotWith(row: number, vectors: Float64Array, offset = 0): number {
    return partialDot(this.values, row * this.width, vectors, offset, this.width);
  }

  /** |h_a - h_b|^2, at least 0. */
  squaredDistance(a: number, b: number): number {
    return Math.max(0, this.squaredNorms[a]! + this.squaredNorms[b]! - 2 * this.dot(a, b));
  }

  /** |h_row - v|^2. */
  squaredDistanceTo(row: number, vector: Float64Array): number {
    const start = row * this.width;
    let sum = 0;
    for (let i = 0; i < this.width; i++) sum += (this.values[start + i]! - vector[i]!) ** 2;
    return sum;
  }

  /** target += weight h_row, at `offset`. */
  addTo(target: Float64Array, row: number, weight: number, offset = 0): void {
    const start = row * this.width;
    for (let i = 0; i < this.width; i++) target[offset + i]! += weight * this.values[start + i]!;
  }

  /** The mean of all rows, by weight. */
  mean(weights: readonly number[]): Float64Array {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const result = new Float64Array(this.width);
    for (let row = 0; row < this.rows; row++) this.addTo(result, row, weights[row]! / total);
    return result;
  }

  /**
   * The row with the least mean squared distance to all, by weight, which is the one nearest to their mean; the lowest of
   * equals. (Distances that are not squared would need rows^2 / 2 of them: seconds for 4,096 rows.)
   */
  medoid(weights: readonly number[]): number {
    const centre = this.mean(weights);
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (let row = 0; row < this.rows; row++) {
      const distance = this.squaredDistanceTo(row, centre);
      if (distance < least) [best, least] = [row, distance];
    }
    return best;
  }
}

function rootMeanSquare(squares: Float64Array, weights: readonly number[]): number {
  let [sum, total] = [0, 0];
  for (const [row, weight] of weights.entries()) {
    sum += weight * squares[row]!;
    total += weight;
  }
  return total === 0 ? 0 : Math.sqrt(sum / total);
}
