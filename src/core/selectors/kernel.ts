import * as l10n from '@vscode/l10n';
import { FeatureMatrix } from '../feature-matrix.js';
import { GaussianProcess } from '../gaussian-process.js';
import { gaussianKernel, gaussianSampler, medianLength } from '../kernels.js';
import { type Belief, type FeedbackOptions, thompsonSampling, upperConfidence } from './feedback.js';
import { type PromiseWeights, promiseOf } from './promise.js';
import type { CandidateTraits, Selector } from './selector.js';

/** How the belief by similarity may be varied. */
export interface KernelOptions extends FeedbackOptions {
  /** Variance of a reward among candidates of equal features, above 0, where 1 is that among all. */
  readonly noise: number;
  /** In median distances of the pool. */
  readonly lengthScale: number;
  /** The reward expected before any verdict. */
  readonly priorMean: number;
  /** What is expected more of candidates that are frequent or likely. */
  readonly priorWeights: PromiseWeights;
}

const usual: KernelOptions = {
  alpha: 0.3,
  first: 'medoid',
  noise: 0.1,
  lengthScale: 1,
  priorMean: 0.3,
  priorWeights: { attempts: 0, logProbability: 0 },
};

/**
 * Candidates near each other have rewards like each other: a Gaussian process with the Gaussian kernel on the features
 * (Srinivas et al. 2010). Each failure lowers what is near it, a high share of checks passed raises it.
 */
function kernelBelief(candidates: readonly CandidateTraits[], options: KernelOptions): Belief {
  const features = FeatureMatrix.of(candidates);
  const length = options.lengthScale * medianLength(features);
  const means = promiseOf(candidates, options.priorWeights).map((promise) => options.priorMean + promise);
  return {
    features,
    process: new GaussianProcess({ kernel: gaussianKernel(features, length), noise: options.noise, means }),
    sampler: (random) => gaussianSampler(features, length, random),
  };
}

export function kernelUpperConfidence(options: Partial<KernelOptions> = {}): Pick<Selector, 'choice' | 'begin'> {
  const all = { ...usual, ...options };
  return upperConfidence((candidates) => kernelBelief(candidates, all), all);
}

export function kernelThompsonSampling(options: Partial<KernelOptions> = {}): Pick<Selector, 'choice' | 'begin'> {
  const all = { ...usual, ...options };
  return thompsonSampling((candidates) => kernelBelief(candidates, all), all);
}

export const kernelUcb = {
  name: 'kernel-ucb',
  description: l10n.t('The most promising candidate by the verdicts on those that are like it, or unlike all so far.'),
  ...kernelUpperConfidence(),
} as const satisfies Selector;

/** Before any verdict it is the most promising one: frequent and likely. */
export const kernelUcbPrior = {
  name: 'kernel-ucb-prior',
  description: l10n.t('As kernel-ucb, and it expects more of candidates that are frequent and likely.'),
  ...kernelUpperConfidence({ first: 'rule', priorWeights: { attempts: 0.1, logProbability: 0.1 } }),
} as const satisfies Selector;

/** Of the settings tried on pools of JavaScript problems, those with the fewest runs (docs/method.md). */
export const likeliestFeedback = {
  name: 'likeliest-feedback',
  description: l10n.t('The candidate that the model thinks likeliest, less so where it is like those that failed.'),
  ...kernelUpperConfidence({ alpha: 0, first: 'rule', priorWeights: { attempts: 0, logProbability: 0.3 } }),
} as const satisfies Selector;

export const kernelThompson = {
  name: 'kernel-thompson',
  description: l10n.t('As kernel-ucb, with chance instead of a bound.'),
  ...kernelThompsonSampling(),
} as const satisfies Selector;
