import * as l10n from '@vscode/l10n';
import { FeatureMatrix, type Scale } from '../feature-matrix.js';
import { GaussianProcess } from '../gaussian-process.js';
import { linearKernel } from '../kernels.js';
import { medoidFirst } from './medoid-first.js';
import { random } from './random.js';
import { mostUncertain, withFirst } from './selections.js';
import type { Selector } from './selector.js';

/** How RepExp may be varied. */
export interface RepExpOptions {
  readonly first: 'random' | 'medoid';
  readonly scale: Scale;
  /** The regularisation, above 0. */
  readonly lambda: number;
}

/** The paper's. */
const published: RepExpOptions = { first: 'random', scale: 'none', lambda: 1 };

/**
 * RepExp (arXiv 2510.11686, section 3): always the candidate with the largest elliptical bonus h^T A h, with
 * A = (lambda I + sum of h h^T over those taken)^-1 (METHOD.md section 2). That is the variance of a Gaussian process with
 * the kernel h^T h' / lambda and noise 1, and greedy MAP inference of a determinantal point process. Ties go to the lowest row.
 */
export function repExp(options: Partial<RepExpOptions> = {}): Pick<Selector, 'choice' | 'begin'> {
  const { first, scale, lambda } = { ...published, ...options };
  return {
    choice(earlier, pool) {
      if (earlier > 0) return l10n.t('the most different from those picked before, of the first {0} attempts', pool);
      return first === 'random' ? random.choice(earlier, pool) : medoidFirst.choice(pool);
    },
    begin(candidates, stream) {
      const features = FeatureMatrix.of(candidates, scale);
      const means = new Float64Array(features.rows);
      const process = new GaussianProcess({ kernel: linearKernel(features, lambda), noise: 1, means });
      const bonuses = mostUncertain(process, features.rows);
      if (first === 'medoid') return medoidFirst.begin(features, candidates, bonuses);
      return withFirst(() => stream.below(features.rows), bonuses);
    },
  };
}

/** As published: the first pick at random. */
export const repexp = {
  name: 'repexp',
  description: l10n.t('The candidate that differs most, in the model’s hidden states, from those picked before.'),
  ...repExp(),
} as const satisfies Selector;

export const repexpMedoid = {
  name: 'repexp-medoid',
  description: l10n.t('As repexp, but the most typical candidate first.'),
  ...repExp({ first: 'medoid' }),
} as const satisfies Selector;

export const repexpScaled = {
  name: 'repexp-scaled',
  description: l10n.t('As repexp, with features of the same size for every model.'),
  ...repExp({ scale: 'root-mean-square' }),
} as const satisfies Selector;

export const repexpScaledMedoid = {
  name: 'repexp-scaled-medoid',
  description: l10n.t(
    'As repexp, with features of the same size for every model, and the most typical candidate first.',
  ),
  ...repExp({ scale: 'root-mean-square', first: 'medoid' }),
} as const satisfies Selector;
