import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { meanOf } from '../../src/core/statistics.js';
import { dot, mean, subtract } from '../../src/core/vectors.js';

/** What is done to the features of a pool's attempts before selectors see them. */
export type FeatureForm = (features: readonly Float64Array[]) => readonly Float64Array[];

/** As an exploration does it (METHOD.md section 1). */
export function centred(features: readonly Float64Array[]): readonly Float64Array[] {
  const centre = mean(features);
  return features.map((vector) => subtract(vector, centre));
}

/** From the model's own origin: what all attempts share is most of each. */
export function asTheyAre(features: readonly Float64Array[]): readonly Float64Array[] {
  return features;
}

/**
 * Several features of each attempt side by side, all centred and made as long (root mean square) as the last, so that none
 * outweighs the others.
 *
 * @param kinds at least one; of each the features of all attempts
 */
export function joined(kinds: readonly (readonly Float64Array[])[]): readonly Float64Array[] {
  const parts = kinds.map(centred);
  const length = (rows: readonly Float64Array[]) => Math.sqrt(meanOf(rows.map((row) => dot(row, row))));
  const last = length(parts.at(-1)!);
  const scales = parts.map((part) => {
    const own = length(part);
    return own > 0 ? last / own : 0;
  });
  return parts[0]!.map((_, row) =>
    Float64Array.from(parts.flatMap((part, kind) => [...part[row]!.map((value) => value * scales[kind]!)])),
  );
}

/**
 * Centred, and of variance 1 in every direction in which the attempts differ much: each eigenvalue v of their covariance
 * becomes v / (v + r), r being the mean of all that are not 0. Without r, fewer attempts than dimensions would all be
 * equally far from each other.
 */
export function whitened(features: readonly Float64Array[]): readonly Float64Array[] {
  const rows = centred(features);
  // Of the Gram matrix, whose eigenvalues are the covariance's times the attempts.
  const gram = new Matrix(rows.map((a) => rows.map((b) => dot(a, b))));
  const decomposition = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const values = decomposition.realEigenvalues.map((value) => Math.max(0, value / rows.length));
  const ridge = values.reduce((sum, value) => sum + value, 0) / Math.max(1, rows.length - 1);
  if (ridge === 0) return rows;
  const lengths = values.map((value) => Math.sqrt((rows.length * value) / (value + ridge)));
  return rows.map((_, row) =>
    Float64Array.from(lengths, (length, column) => length * decomposition.eigenvectorMatrix.get(row, column)),
  );
}
