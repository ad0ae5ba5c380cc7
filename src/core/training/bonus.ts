import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { dot, mean, subtract } from '../vectors.js';

/** How a group's features are regularised: as published, or with features of root mean square length 1 first (ours). */
export interface BonusOptions {
  /** The regularisation, above 0. */
  readonly lambda: number;
  readonly scale: 'none' | 'root-mean-square';
}

/**
 * The representation bonus of each attempt of a group (RepExp, arXiv 2510.11686, section 4): h^T (lambda I + sum of h h^T over
 * the group)^-1 h with h centred on the group, METHOD.md section 6. It is a leverage: the diagonal of K (lambda I + K)^-1, K
 * being the group's Gram matrix, which is small where there are fewer attempts than features.
 *
 * @param features a vector of the same length for each attempt, finite
 * @returns numbers in [0, 1)
 */
export function groupBonuses(features: readonly Float64Array[], { lambda, scale }: BonusOptions): Float64Array {
  if (!(lambda > 0)) throw new RangeError('the regularisation must be above 0');
  const centre = mean(features);
  const centred = features.map((vector) => subtract(vector, centre));
  const squares = centred.map((vector) => dot(vector, vector));
  const meanSquare = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  // Equal features have no directions, whatever the scale.
  if (!(meanSquare > 0)) return new Float64Array(features.length);
  const unit = scale === 'none' ? 1 : meanSquare;
  const gram = centred.map((a) => centred.map((b) => dot(a, b) / unit));
  const regularised = new Matrix(gram.map((row, i) => row.map((value, j) => (i === j ? value + lambda : value))));
  const solved = new CholeskyDecomposition(regularised).solve(new Matrix(gram));
  return Float64Array.from(features, (_, attempt) => Math.max(0, solved.get(attempt, attempt)));
}

/** How much bonuses differ within a group: their standard deviation. Where it is 0 they reward nothing. */
export function spreadOf(values: Float64Array): number {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
}
