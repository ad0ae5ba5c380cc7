import type { Kernel } from './kernels.js';
import type { RandomStream } from './random.js';
import { partialDot } from './vectors.js';

/** What is believed before anything was observed. */
export interface Prior {
  readonly kernel: Kernel;
  /** Variance of an observation about its row's value, at least 0. */
  readonly noise: number;
  /** By row. */
  readonly means: Float64Array;
}

/**
 * A Gaussian process over the rows of a pool, conditioned on one taken row after another by a pivoted Cholesky
 * factorisation (Chen, Zhang and Zhou 2018): with c_i the coefficients of row i, one a row taken, row i has the variance
 * k(i, i) - |c_i|^2 and the mean m_i + c_i^T z, where z are the innovations of what was observed, each by its standard
 * deviation.
 *
 * A row's coefficients are worked out when it is asked for, and not before, as variances only fall: what is known of
 * it bounds it. Each costs a value of the kernel and as many products as there were rows taken.
 *
 * A row that is taken lowers variances at once. Until its value is observed, it counts as what was expected when it was
 * taken: its innovation is 0 (Desautels, Krause and Burdick 2014).
 */
export class GaussianProcess {
  private readonly variances: Float64Array;
  private readonly means: Float64Array;
  /** How many of the rows taken are in a row's coefficients, variance and mean. */
  private readonly known: Int32Array;
  private readonly coefficients: Float64Array[];
  private readonly taken: number[] = [];
  private readonly places = new Map<number, number>();
  /** Standard deviations of the observations of the rows taken, each given those before. */
  private readonly deviations: number[] = [];
  private readonly observed: (number | null)[] = [];
  private innovations: Float64Array = nothing;
  /** Sums of the squared innovations from each on. */
  private energies = new Float64Array(1);
  /** The first innovation that is not worked out. */
  private stale = 0;

  constructor(private readonly prior: Prior) {
    const rows = prior.means.length;
    this.variances = Float64Array.from({ length: rows }, (_, row) => prior.kernel.self(row));
    this.means = prior.means.slice();
    this.known = new Int32Array(rows);
    this.coefficients = Array.from({ length: rows }, () => nothing);
  }

  /** Conditions on an observation of that row, whatever it will be. */
  take(row: number): void {
    this.bringUpToDate(row);
    const variance = this.variances[row]! + this.prior.noise;
    this.places.set(row, this.taken.length);
    this.taken.push(row);
    // What is left of a row that others determine is rounding, and tells nothing of any.
    this.deviations.push(variance > 1e-12 * this.prior.kernel.self(row) ? Math.sqrt(variance) : 0);
    this.observed.push(null);
  }

  /** @throws RangeError where the row was not taken */
  observe(row: number, value: number): void {
    const place = this.places.get(row);
    if (place === undefined) throw new RangeError(`row ${row} was not taken`);
    this.observed[place] = value;
    this.stale = Math.min(this.stale, place);
  }

  /** @param floor where the variance is below it, anything below it may come back */
  variance(row: number, floor = Number.NEGATIVE_INFINITY): number {
    this.bringUpToDate(row, floor);
    return this.variances[row]!;
  }

  /** Never below `variance`, at no cost. */
  varianceBound(row: number): number {
    return this.variances[row]!;
  }

  mean(row: number): number {
    this.settle();
    this.bringUpToDate(row);
    return this.means[row]!;
  }

  /** mean + alpha standard deviations. */
  upper(row: number, alpha: number): number {
    return this.mean(row) + alpha * Math.sqrt(this.variances[row]!);
  }

  /**
   * Never below `upper`, at no cost. Of a row whose last coefficients c are not known, mean and variance change by c^T z and
   * -|c|^2, and with |c|^2 <= v, c^T z + alpha sqrt(v - |c|^2) <= sqrt(v) sqrt(|z|^2 + alpha^2) (Cauchy and Schwarz, twice).
   */
  upperBound(row: number, alpha: number): number {
    this.settle();
    const energy = this.energies[this.known[row]!]!;
    const bound = this.means[row]! + Math.sqrt(this.variances[row]! * (alpha ** 2 + energy));
    return this.known[row] === this.taken.length ? this.upper(row, alpha) : bound + rounding * (1 + Math.abs(bound));
  }

  /**
   * How far a sample of the posterior is from its mean, by row, made of a sample of the prior by conditioning it on what it
   * would have shown (Matheron's rule; Wilson et al. 2020).
   *
   * @param sample of the prior without its mean, by row
   */
  sampledDeviation(sample: Float64Array, random: RandomStream): (row: number) => number {
    const spread = Math.sqrt(this.prior.noise);
    const shown = this.taken.map((row) => -sample[row]! - spread * random.normal());
    const weights = new Float64Array(shown.length);
    for (const place of shown.keys()) weights[place] = this.solve(place, shown[place]!, weights);
    return (row) => {
      this.bringUpToDate(row);
      return sample[row]! + partialDot(this.coefficients[row]!, 0, weights, 0, weights.length);
    };
  }

  /** Works out the innovations that are stale, and the means that hold them. */
  private settle(): void {
    const { taken, observed, known, stale } = this;
    if (stale === taken.length) return;
    this.innovations = withRoom(this.innovations, taken.length);
    for (let place = stale; place < taken.length; place++) {
      const value = observed[place] ?? null;
      const surprise = value === null ? null : value - this.prior.means[taken[place]!]!;
      this.innovations[place] = surprise === null ? 0 : this.solve(place, surprise, this.innovations);
    }
    this.energies = new Float64Array(taken.length + 1);
    for (let place = taken.length - 1; place >= 0; place--) {
      this.energies[place] = this.innovations[place]! ** 2 + this.energies[place + 1]!;
    }
    for (let row = 0; row < known.length; row++) if (known[row]! > stale) this.means[row] = this.meanOf(row);
    this.stale = taken.length;
  }

  /** The next unknown of L x = b by forward substitution, L being the coefficients of the rows taken. */
  private solve(place: number, b: number, before: Float64Array): number {
    const deviation = this.deviations[place]!;
    if (deviation === 0) return 0;
    return (b - partialDot(this.coefficients[this.taken[place]!]!, 0, before, 0, place)) / deviation;
  }

  private meanOf(row: number): number {
    const mean = this.prior.means[row]!;
    // Nothing surprised yet.
    if (this.energies[0] === 0) return mean;
    return mean + partialDot(this.coefficients[row]!, 0, this.innovations, 0, this.known[row]!);
  }

  private bringUpToDate(row: number, floor = Number.NEGATIVE_INFINITY): void {
    const known = this.known[row]!;
    if (known === this.taken.length) return;
    this.settle();
    const coefficients = withRoom(this.coefficients[row]!, this.taken.length);
    let variance = this.variances[row]!;
    let place = known;
    for (; place < this.taken.length && variance >= floor; place++) {
      const deviation = this.deviations[place]!;
      if (deviation === 0) continue;
      const other = this.taken[place]!;
      const shared = partialDot(coefficients, 0, this.coefficients[other]!, 0, place);
      const coefficient = (this.prior.kernel.of(row, other) - shared) / deviation;
      coefficients[place] = coefficient;
      variance = Math.max(0, variance - coefficient ** 2);
    }
    this.coefficients[row] = coefficients;
    this.variances[row] = variance;
    this.known[row] = place;
    this.means[row] = this.meanOf(row);
  }
}

const nothing = new Float64Array(0);

/** Far above what rounding adds to a bound, far below any difference that matters. */
const rounding = 1e-9;

function withRoom(values: Float64Array, length: number): Float64Array {
  if (values.length >= length) return values;
  const roomier = new Float64Array(Math.max(8, 2 * values.length, length));
  roomier.set(values);
  return roomier;
}
