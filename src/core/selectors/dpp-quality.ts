import * as l10n from '@vscode/l10n';
import { FeatureMatrix } from '../feature-matrix.js';
import { GaussianProcess } from '../gaussian-process.js';
import { gaussianKernel, medianLength, scaledKernel } from '../kernels.js';
import { type PromiseWeights, promiseOf } from './promise.js';
import { mostUncertain } from './selections.js';
import type { Selector } from './selector.js';

/** How the determinantal process may be varied. */
export interface DppOptions {
  /** Of the logarithm of a candidate's quality q. */
  readonly quality: PromiseWeights;
  /** The similarity's length scale, in median distances of the pool. */
  readonly lengthScale: number;
}

const usual: DppOptions = { quality: { attempts: 0.5, logProbability: 0.5 }, lengthScale: 1 };

/** What is added to the kernel's diagonal, so that the determinant of equal candidates is not 0. */
const jitter = 1e-6;

/**
 * Greedy MAP inference (Chen, Zhang and Zhou 2018) of a determinantal point process with the kernel q_i S_ij q_j: always the
 * candidate that raises the determinant of those taken most, by its quality q and by its difference from them. S is 1 for
 * equal features and falls with their distance (`gaussianKernel`), as in `kernel-ucb`.
 */
export function qualityDpp(options: Partial<DppOptions> = {}): Pick<Selector, 'begin'> {
  const { quality, lengthScale } = { ...usual, ...options };
  return {
    begin(candidates) {
      const features = FeatureMatrix.of(candidates);
      const similarity = gaussianKernel(features, lengthScale * medianLength(features));
      const process = new GaussianProcess({
        kernel: scaledKernel(similarity, promiseOf(candidates, quality).map(Math.exp)),
        noise: jitter,
        means: new Float64Array(features.rows),
      });
      return mostUncertain(process, features.rows);
    },
  };
}

export const dppQuality = {
  name: 'dpp-quality',
  description: l10n.t('A likely and frequent candidate that differs from those picked before.'),
  choice: (_earlier, pool) =>
    l10n.t('likely, frequent and different from those picked before, of the first {0} attempts', pool),
  ...qualityDpp(),
} as const satisfies Selector;
