/** How `CentredScatter.leverage` is defined, computed from all vectors at once, with S's inverse. */
export function leverageByInverse(vectors: readonly ArrayLike<number>[], lambda: number) {
  const width = vectors[0]!.length;
  const mean = Array.from({ length: width }, (_, i) => vectors.reduce((sum, h) => sum + h[i]!, 0) / vectors.length);
  const centred = (h: ArrayLike<number>) => mean.map((value, i) => h[i]! - value);
  const matrix = mean.map((_, i) => Float64Array.from(mean, (_, j) => (i === j ? lambda : 0)));
  for (const x of vectors.map(centred)) {
    for (const [i, row] of matrix.entries()) for (let j = 0; j < width; j++) row[j]! += x[i]! * x[j]!;
  }
  const inverse = inverted(matrix);
  return (h: ArrayLike<number>): number => {
    const x = centred(h);
    return x.reduce((sum, value, i) => sum + value * x.reduce((row, other, j) => row + inverse[i]![j]! * other, 0), 0);
  };
}

/** The inverse of a symmetric positive definite matrix: Gauss and Jordan's, which need no pivots there. */
function inverted(matrix: readonly Float64Array[]): readonly Float64Array[] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => {
    const wide = new Float64Array(2 * size);
    wide.set(row);
    wide[size + i] = 1;
    return wide;
  });
  for (const [k, pivotRow] of rows.entries()) {
    const pivot = pivotRow[k]!;
    for (let j = 0; j < 2 * size; j++) pivotRow[j]! /= pivot;
    for (const row of rows) {
      const factor = row[k]!;
      if (row !== pivotRow) for (let j = 0; j < 2 * size; j++) row[j]! -= factor * pivotRow[j]!;
    }
  }
  return rows.map((row) => row.subarray(size));
}
