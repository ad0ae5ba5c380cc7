import * as l10n from '@vscode/l10n';
import { FeatureMatrix } from '../feature-matrix.js';
import { medoidFirst } from './medoid-first.js';
import { greedy } from './selections.js';
import type { Selector } from './selector.js';

/**
 * The k-center greedy order (Gonzalez 1985): the medoid, then always the candidate whose nearest among those taken is
 * farthest. Distances are brought up to date for those only that may be the farthest: they only fall.
 */
export const farthestFirst = {
  name: 'farthest-first',
  description: l10n.t('The candidate farthest, in the model’s hidden states, from all that were picked before.'),
  choice: (earlier, pool) =>
    earlier === 0
      ? medoidFirst.choice(pool)
      : l10n.t('the farthest from those picked before, of the first {0} attempts', pool),
  begin(candidates) {
    const features = FeatureMatrix.of(candidates);
    const taken: number[] = [];
    const nearest = new Float64Array(features.rows).fill(Number.POSITIVE_INFINITY);
    /** How many of those taken are in the distance to the nearest. */
    const known = new Int32Array(features.rows);
    const distances = greedy(features.rows, {
      of(row, floor) {
        for (; known[row]! < taken.length && nearest[row]! >= floor; known[row]!++) {
          nearest[row] = Math.min(nearest[row]!, features.squaredDistance(row, taken[known[row]!]!));
        }
        return nearest[row]!;
      },
      bound: (row) => nearest[row]!,
      take: (row) => taken.push(row),
      learn: () => {},
    });
    return medoidFirst.begin(features, candidates, distances);
  },
} as const satisfies Selector;
