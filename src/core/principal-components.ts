import { RandomStream } from './random.js';
import { dot, mean } from './vectors.js';

/** Steps end when what the plane keeps of the variance grows by less than this part of it. */
const tolerance = 1e-6;

/** Where the second and third largest variance are close, steps turn the plane slowly; but then it shows as much already. */
const mostSteps = 30;

type Row = ArrayLike<number>;
type Pair = readonly [Float64Array, Float64Array];

/** A plane through the mean of rows, along their first two principal components. */
export interface PrincipalPlane {
  readonly centre: Float64Array;
  /** Of length 1 and at right angles to each other; zero where the rows do not spread in so many directions. */
  readonly axes: Pair;
}

/**
 * The plane that keeps as much of the variance of at least one row as a plane can; rows are of equal length D.
 *
 * Worked out by orthogonal iteration of two vectors (Golub and Van Loan, Matrix Computations, section 8.2), which
 * are turned to the best directions within their plane at each step. A step takes 4 N D products; the N x N Gram matrix
 * alone would cost as much as N / 8 steps, 250 for 2,000 rows. The start is fixed and each axis's largest
 * entry is positive, so that equal rows give equal planes.
 */
export function principalPlane(rows: readonly Row[]): PrincipalPlane {
  const centre = mean(rows);
  const random = RandomStream.of(0);
  const anywhere = () => centre.map(() => random.next() - 0.5);
  let axes = orthonormal([anywhere(), anywhere()]);
  let before = 0;
  for (let step = 0; step < mostSteps; step++) {
    const images = scatter(rows, centre, axes);
    const kept = dot(axes[0], images[0]) + dot(axes[1], images[1]);
    axes = orthonormal(turn(axes, images));
    if (kept - before <= tolerance * kept) break;
    before = kept;
  }
  return { centre, axes: [withSign(axes[0]), withSign(axes[1])] };
}

/** Where a row lies on a plane: its coordinates along the axes, from the centre. */
export function coordinates({ centre, axes: [first, second] }: PrincipalPlane, row: Row): readonly [number, number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < centre.length; i++) {
    const difference = (row[i] as number) - centre[i]!;
    x += difference * first[i]!;
    y += difference * second[i]!;
  }
  return [x, y];
}

/** Both axes times the scatter matrix of the rows, the sum of (row - centre)(row - centre)^T, which is never made. */
function scatter(rows: readonly Row[], centre: Float64Array, axes: Pair): Pair {
  const images: Pair = [new Float64Array(centre.length), new Float64Array(centre.length)];
  const [first, second] = images;
  for (const row of rows) {
    const [x, y] = coordinates({ centre, axes }, row);
    for (let i = 0; i < centre.length; i++) {
      const difference = (row[i] as number) - centre[i]!;
      first[i]! += x * difference;
      second[i]! += y * difference;
    }
  }
  return images;
}

/** The images of the two directions within the plane along which the rows spread most and least. */
function turn(axes: Pair, images: Pair): Pair {
  const [a, b, c] = [dot(axes[0], images[0]), dot(axes[0], images[1]), dot(axes[1], images[1])];
  // The eigenvectors of [[a, b], [b, c]], that of the larger eigenvalue first.
  const angle = Math.atan2(2 * b, a - c) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const combination = (s: number, t: number) => images[0].map((value, i) => s * value + t * images[1][i]!);
  return [combination(cos, sin), combination(-sin, cos)];
}

/** Gram and Schmidt's; where of the second no more remains than rounding leaves, it becomes zero. */
function orthonormal([first, second]: Pair): Pair {
  const axis = unit(first, 0);
  const along = dot(axis, second);
  const rest = second.map((value, i) => value - along * axis[i]!);
  return [axis, unit(rest, 1e-12 * Math.sqrt(dot(first, first)))];
}

function unit(vector: Float64Array, nothing: number): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > nothing ? vector.map((value) => value / length) : vector.fill(0);
}

function withSign(axis: Float64Array): Float64Array {
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}
