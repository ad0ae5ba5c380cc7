import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { FeatureMatrix } from '../feature-matrix.js';
import { mean, subtract } from '../vectors.js';

/** How a group's features are regularised: as published, or with features of root mean square length 1 first (ours). */
export interface BonusOptions {
  /** The regularisation, above 0. */
  readonly lambda: number;
  readonly scale: 'none' | 'root-mean-square';
}

/**
 * The representation bonus of each attempt of a group (RepExp, arXiv 2510.11686, section 4): h^T (lambda I + sum of h h^T over
 * the group)^-1 h with h centred on the group, METHOD.md section 6. It is a leverage: the diagonal of K (lambda I + K)^-1, K
 * being the group's Gram matrix, which is small where there are fewer attempts than features. By K's eigenvectors u and
 * eigenvalues v, the sum over them of u_i^2 v / (v + lambda), lambda may be as small beside v as it likes.
 *
 * @param features a vector of the same length for each attempt, at least one
 * @returns numbers in [0, 1 - 1/n]
 * @throws FeaturesError where they are not of one length, or not finite
 */
export function groupBonuses(features: readonly Float64Array[], { lambda, scale }: BonusOptions): Float64Array {
  if (!(lambda > 0)) throw new RangeError('the regularisation must be above 0');
  const centre = mean(features);
  const { squaredNorms } = matrixOf(features);
  const centred = matrixOf(features.map((vector) => subtract(vector, centre)));
  const attempts = [...features.keys()];
  const gram = new Matrix(attempts.map((a) => attempts.map((b) => centred.dot(a, b))));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  // Features divided by their root mean square length are as good as lambda times its square.
  const ridge = scale === 'none' ? lambda : (lambda * gram.trace()) / attempts.length;
  const least = rounding * squaredNorms.reduce((sum, square) => sum + square, 0);
  const shares = realEigenvalues.map((value) => (value > least ? value / (value + ridge) : 0));
  return Float64Array.from(attempts, (attempt) =>
    shares.reduce((sum, share, k) => sum + share * eigenvectorMatrix.get(attempt, k) ** 2, 0),
  );
}

/**
 * Attempts with the same text need not have the same features to the last bit, nor does centring leave exactly 0 of equal
 * ones. Where features differ by less than 1e-5 of their own length, they do not differ, whatever scaling would make of it.
 */
const rounding = 1e-10;

function matrixOf(features: readonly Float64Array[]): FeatureMatrix {
  return FeatureMatrix.of(features.map((vector) => ({ features: vector, attempts: 1 })));
}

/** How much bonuses differ within a group: their standard deviation. Where it is 0 they reward nothing. */
export function spreadOf(values: Float64Array): number {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
}
