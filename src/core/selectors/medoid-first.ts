import * as l10n from '@vscode/l10n';
import type { FeatureMatrix } from '../feature-matrix.js';
import { withFirst } from './selections.js';
import type { CandidateTraits, Selection } from './selector.js';

/** A first pick: the candidate that all attempts are nearest to. */
export const medoidFirst = {
  choice: (pool: number) => l10n.t('the most typical of the first {0} attempts', pool),
  begin(features: FeatureMatrix, candidates: readonly CandidateTraits[], then: Selection): Selection {
    return withFirst(() => features.medoid(candidates.map(({ attempts }) => attempts)), then);
  },
};
