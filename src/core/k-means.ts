import type { FeatureMatrix } from './feature-matrix.js';
import type { RandomStream } from './random.js';

/** Rows about a centre, the nearest to it first. */
export interface Cluster {
  readonly rows: readonly number[];
  /** Of all its rows. */
  readonly weight: number;
}

/** Lloyd's steps mostly end by themselves before these. */
const mostSteps = 16;

/**
 * Clusters of rows by Lloyd's algorithm, its centres first drawn as k-means++ does (Arthur and Vassilvitskii 2007): the
 * first by weight, the others by weight and squared distance to the nearest centre so far.
 *
 * @param weights of the rows, above 0
 * @param count of clusters; fewer come back where there are not as many different rows
 */
export function kMeans(
  features: FeatureMatrix,
  weights: readonly number[],
  count: number,
  random: RandomStream,
): Cluster[] {
  let centres = seedRows(features, weights, count, random).map((row) => meanOf([row]));
  let members: number[][] = [];
  let assigned = new Int32Array(features.rows).fill(-1);
  for (let step = 0; step < mostSteps; step++) {
    const now = nearestCentres(features, centres);
    if (step > 0 && now.every((centre, row) => centre === assigned[row])) break;
    assigned = now;
    members = centres.map(() => []);
    for (const [row, centre] of assigned.entries()) members[centre]!.push(row);
    centres = centres.map((centre, index) => (members[index]!.length > 0 ? meanOf(members[index]!) : centre));
  }
  return members.flatMap((rows, index) => (rows.length > 0 ? [clusterOf(rows, centres[index]!)] : []));

  function meanOf(rows: readonly number[]): Float64Array {
    const total = rows.reduce((sum, row) => sum + weights[row]!, 0);
    const centre = new Float64Array(features.width);
    for (const row of rows) features.addTo(centre, row, weights[row]! / total);
    return centre;
  }

  function clusterOf(rows: readonly number[], centre: Float64Array): Cluster {
    const distances = new Map(rows.map((row) => [row, features.squaredDistanceTo(row, centre)]));
    return {
      rows: rows.toSorted((a, b) => distances.get(a)! - distances.get(b)! || a - b),
      weight: rows.reduce((sum, row) => sum + weights[row]!, 0),
    };
  }
}

function seedRows(features: FeatureMatrix, weights: readonly number[], count: number, random: RandomStream): number[] {
  const seeds: number[] = [];
  const chances = Float64Array.from(weights);
  const nearest = new Float64Array(features.rows).fill(Number.POSITIVE_INFINITY);
  while (seeds.length < count) {
    const seed = drawn(chances, random);
    if (seed === null) break;
    seeds.push(seed);
    for (let row = 0; row < features.rows; row++) {
      nearest[row] = Math.min(nearest[row]!, features.squaredDistance(row, seed));
      chances[row] = weights[row]! * nearest[row]!;
    }
  }
  return seeds;
}

/** One by its chance; null where none has any. */
function drawn(chances: Float64Array, random: RandomStream): number | null {
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  if (total === 0) return null;
  let left = random.next() * total;
  const row = chances.findIndex((chance) => {
    left -= chance;
    return left < 0;
  });
  // Rounding may leave something over.
  return row >= 0 ? row : chances.findLastIndex((chance) => chance > 0);
}

/** The nearest centre of each row, the first of equals: the one with the least |c|^2 - 2 h^T c. */
function nearestCentres(features: FeatureMatrix, centres: readonly Float64Array[]): Int32Array<ArrayBuffer> {
  const squares = centres.map((centre) => centre.reduce((sum, value) => sum + value ** 2, 0));
  return Int32Array.from({ length: features.rows }, (_, row) => {
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (const [index, centre] of centres.entries()) {
      const distance = squares[index]! - 2 * features.dotWith(row, centre);
      if (distance < least) [best, least] = [index, distance];
    }
    return best;
  });
}
