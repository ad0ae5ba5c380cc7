import type { FeatureMatrix } from './feature-matrix.js';
import type { RandomStream } from './random.js';

/** A covariance of rows: symmetric and positive semidefinite. */
export interface Kernel {
  of(a: number, b: number): number;
  /** of(row, row) */
  self(row: number): number;
}

/** h_a^T h_b / lambda. */
export function linearKernel(features: FeatureMatrix, lambda = 1): Kernel {
  return {
    of: (a, b) => features.dot(a, b) / lambda,
    self: (row) => features.squaredNorms[row]! / lambda,
  };
}

/** exp(-|h_a - h_b|^2 / (2 length^2)), the Gaussian or radial basis function. */
export function gaussianKernel(features: FeatureMatrix, length: number): Kernel {
  const factor = -1 / (2 * length ** 2);
  return {
    of: (a, b) => (a === b ? 1 : Math.exp(factor * features.squaredDistance(a, b))),
    self: () => 1,
  };
}

/** s_a k(a, b) s_b. */
export function scaledKernel({ of, self }: Kernel, scales: Float64Array): Kernel {
  return {
    of: (a, b) => scales[a]! * of(a, b) * scales[b]!,
    self: (row) => scales[row]! ** 2 * self(row),
  };
}

/**
 * A length scale that fits the pool: the median heuristic, with the median of the distances from the mean times sqrt(2)
 * for that of all pairs' distances, whose mean square that is exactly. It takes one pass, and no order of the rows changes
 * it. Where half of the rows or more are one point, it is the root mean square instead; 1 where all are.
 */
export function medianLength(features: FeatureMatrix): number {
  const centre = features.mean(Array.from({ length: features.rows }, () => 1));
  const squares = Float64Array.from({ length: features.rows }, (_, row) =>
    features.squaredDistanceTo(row, centre),
  ).sort();
  const median = squares[features.rows >> 1] ?? 0;
  const meanSquare = squares.reduce((sum, square) => sum + square, 0) / Math.max(1, features.rows);
  return Math.sqrt(2 * (median || meanSquare)) || 1;
}

/** Their number; a sample's covariance is off by about 1 / sqrt of it. */
const frequencies = 128;

/**
 * What draws samples of a Gaussian process with the Gaussian kernel, by row: sums of random Fourier features (Rahimi and
 * Recht 2007), whose frequencies are drawn once.
 */
export function gaussianSampler(features: FeatureMatrix, length: number, random: RandomStream): () => Float64Array {
  const waves = Array.from({ length: frequencies }, () => {
    const frequency = Float64Array.from({ length: features.width }, () => random.normal() / length);
    const phase = 2 * Math.PI * random.next();
    return Float64Array.from({ length: features.rows }, (_, row) => Math.cos(features.dotWith(row, frequency) + phase));
  });
  return () => {
    const sample = new Float64Array(features.rows);
    for (const wave of waves) {
      const amplitude = Math.sqrt(2 / frequencies) * random.normal();
      for (let row = 0; row < sample.length; row++) sample[row]! += amplitude * wave[row]!;
    }
    return sample;
  };
}
