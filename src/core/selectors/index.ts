import { alphacode } from './alphacode.js';
import { dppQuality } from './dpp-quality.js';
import { farthestFirst } from './farthest-first.js';
import { kMeansMedoids } from './k-means-medoids.js';
import { kernelThompson, kernelUcb, kernelUcbPrior, likeliestFeedback } from './kernel.js';
import { likeliest } from './likeliest.js';
import { linearThompson, linearUcb } from './linear.js';
import { mostFrequent } from './most-frequent.js';
import { random } from './random.js';
import { repexp, repexpMedoid, repexpScaled, repexpScaledMedoid } from './repexp.js';
import type { Selector } from './selector.js';
import { shortest } from './shortest.js';

/** What a person is offered, the default first. */
export const selectors = [likeliest, repexp, random] as const satisfies readonly Selector[];

/** All that there are, each by its name: for measurements, the terminal and records. */
export const allSelectors = [
  ...selectors,
  repexpMedoid,
  repexpScaled,
  repexpScaledMedoid,
  farthestFirst,
  kMeansMedoids,
  alphacode,
  shortest,
  mostFrequent,
  dppQuality,
  linearUcb,
  linearThompson,
  kernelUcb,
  kernelUcbPrior,
  likeliestFeedback,
  kernelThompson,
] as const satisfies readonly Selector[];

export type SelectorName = (typeof allSelectors)[number]['name'];

/** Whether there is a selector of that name. */
export function isSelectorName(name: string): name is SelectorName {
  return allSelectors.some((selector) => selector.name === name);
}

export function selectorNamed(name: SelectorName): Selector {
  return allSelectors.find((selector) => selector.name === name)!;
}
