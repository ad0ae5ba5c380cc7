import * as l10n from '@vscode/l10n';
import { FeatureMatrix } from '../feature-matrix.js';
import { GaussianProcess } from '../gaussian-process.js';
import { linearKernel } from '../kernels.js';
import { type Belief, type FeedbackOptions, thompsonSampling, upperConfidence } from './feedback.js';
import type { CandidateTraits, Selector } from './selector.js';

/** How the linear belief may be varied. */
export interface LinearOptions extends FeedbackOptions {
  /** The regularisation, above 0, of features of unit root mean square. */
  readonly lambda: number;
}

const usual: LinearOptions = { alpha: 0.3, first: 'medoid', lambda: 1 };

/**
 * Rewards are linear in the scaled features: a ridge regression, theta = A sum(reward_i h_i) with the variance h^T A h, where
 * A = (lambda I + sum of h h^T over those taken)^-1 (LinUCB, Li et al. 2010; METHOD.md section 4). A is RepExp's.
 */
function linearBelief(candidates: readonly CandidateTraits[], lambda: number): Belief {
  const features = FeatureMatrix.of(candidates, 'root-mean-square');
  const means = new Float64Array(features.rows);
  return {
    features,
    process: new GaussianProcess({ kernel: linearKernel(features, lambda), noise: 1, means }),
    sampler: (random) => () => {
      const theta = Float64Array.from({ length: features.width }, () => random.normal() / Math.sqrt(lambda));
      return means.map((_, row) => features.dotWith(row, theta));
    },
  };
}

export function linearUpperConfidence(options: Partial<LinearOptions> = {}): Pick<Selector, 'choice' | 'begin'> {
  const all = { ...usual, ...options };
  return upperConfidence((candidates) => linearBelief(candidates, all.lambda), all);
}

export function linearThompsonSampling(options: Partial<LinearOptions> = {}): Pick<Selector, 'choice' | 'begin'> {
  const all = { ...usual, ...options };
  return thompsonSampling((candidates) => linearBelief(candidates, all.lambda), all);
}

export const linearUcb = {
  name: 'linear-ucb',
  description: l10n.t('As repexp-scaled-medoid, and it learns from verdicts which directions are good.'),
  ...linearUpperConfidence(),
} as const satisfies Selector;

export const linearThompson = {
  name: 'linear-thompson',
  description: l10n.t('As linear-ucb, with chance instead of a bound.'),
  ...linearThompsonSampling(),
} as const satisfies Selector;
