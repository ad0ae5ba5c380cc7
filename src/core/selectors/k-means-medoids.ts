import * as l10n from '@vscode/l10n';
import { FeatureMatrix } from '../feature-matrix.js';
import { kMeans } from '../k-means.js';
import { nextInTurn } from './selections.js';
import type { Selector } from './selector.js';
import { Untaken } from './untaken.js';

/** How the order by clusters may be varied. */
export interface KMeansOptions {
  readonly clusters: number;
}

const usual: KMeansOptions = { clusters: 8 };

/**
 * One of a cluster at a time: in each turn the clusters of the most attempts first, in each cluster the candidates nearest to
 * its centre. The number of clusters stays as it is: after a turn through all of them the next nearest follow. (The
 * candidate nearest to a cluster's mean is its medoid by squared distances.)
 */
export function kMeansOrder(options: Partial<KMeansOptions> = {}): Pick<Selector, 'begin'> {
  const { clusters } = { ...usual, ...options };
  return {
    begin(candidates, random) {
      const features = FeatureMatrix.of(candidates);
      const untaken = new Untaken(features.rows);
      const weights = candidates.map(({ attempts }) => attempts);
      let groups: readonly (readonly number[])[] | null = null;
      return {
        propose() {
          groups ??= kMeans(features, weights, clusters, random)
            .sort((a, b) => b.weight - a.weight || a.rows[0]! - b.rows[0]!)
            .map(({ rows }) => rows);
          return nextInTurn(groups, untaken);
        },
        take: (row) => untaken.take(row),
        learn: () => {},
      };
    },
  };
}

export const kMeansMedoids = {
  name: 'k-means-medoids',
  description: l10n.t('The most typical candidate of each group of alike ones in turn, the largest group first.'),
  choice: (_earlier, pool) => l10n.t('the most typical of a group of alike ones, of the first {0} attempts', pool),
  ...kMeansOrder(),
} as const satisfies Selector;
