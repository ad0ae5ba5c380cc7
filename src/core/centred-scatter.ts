/**
 * S = lambda I + sum over vectors h of (h - m)(h - m)^T, with m their mean: what tells how far a further vector lies in
 * directions that these do not take.
 *
 * Kept as its Cholesky factor L (S = L L^T). A vector that comes later moves the mean, and yet changes S by one outer
 * product, n/(n+1) (h - m)(h - m)^T (Chan, Golub and LeVeque 1983): a rank-one update of L (Golub and Van Loan 2013,
 * section 6.5.4), O(D^2). No inverse is made, so nothing loses its symmetry or its sign over many updates.
 */
export class CentredScatter {
  private readonly mean: Float64Array;
  /** L's columns one after another, each from the diagonal down. */
  private readonly factor: Float64Array;
  private vectors = 0;

  /** @param width D, the length of vectors; @param lambda in squared units of vectors, above 0 */
  constructor(
    private readonly width: number,
    lambda: number,
  ) {
    if (!(lambda > 0 && Number.isFinite(lambda))) throw new RangeError(`lambda must be above 0, not ${lambda}`);
    this.mean = new Float64Array(width);
    this.factor = new Float64Array((width * (width + 1)) / 2);
    for (let k = 0, diagonal = 0; k < width; diagonal += width - k, k++) this.factor[diagonal] = Math.sqrt(lambda);
  }

  /** How many vectors were added. */
  get count(): number {
    return this.vectors;
  }

  /** Adds a vector of length D. */
  add(vector: ArrayLike<number>): void {
    const { factor, mean, width } = this;
    const x = this.centred(vector);
    const weight = Math.sqrt(this.vectors / (this.vectors + 1));
    this.vectors++;
    for (let i = 0; i < width; i++) {
      mean[i]! += x[i]! / this.vectors;
      x[i]! *= weight;
    }
    for (let k = 0, diagonal = 0; k < width; diagonal += width - k, k++) {
      const before = factor[diagonal]!;
      const after = Math.hypot(before, x[k]!);
      const [c, s] = [after / before, x[k]! / before];
      factor[diagonal] = after;
      for (let i = k + 1, at = diagonal + 1; i < width; i++, at++) {
        const value = (factor[at]! + s * x[i]!) / c;
        factor[at] = value;
        x[i] = c * x[i]! - s * value;
      }
    }
  }

  /** (h - m)^T S^-1 (h - m) of a vector h of length D, without units: |L^-1 (h - m)|^2, by forward substitution. */
  leverage(vector: ArrayLike<number>): number {
    const { factor, width } = this;
    const x = this.centred(vector);
    let sum = 0;
    for (let k = 0, diagonal = 0; k < width; diagonal += width - k, k++) {
      const y = x[k]! / factor[diagonal]!;
      sum += y * y;
      for (let i = k + 1, at = diagonal + 1; i < width; i++, at++) x[i]! -= y * factor[at]!;
    }
    return sum;
  }

  private centred(vector: ArrayLike<number>): Float64Array {
    if (vector.length !== this.width) throw new RangeError(`${vector.length} numbers instead of ${this.width}`);
    return this.mean.map((mean, i) => (vector[i] as number) - mean);
  }
}
