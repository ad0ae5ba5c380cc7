import { type KernelOptions, kernelUpperConfidence } from '../../src/core/selectors/kernel.js';
import type { Selector } from '../../src/core/selectors/selector.js';
import { type Cases, type Half, otherHalf, type Runs, randomRuns, relative, runsOf } from './measure.js';

/** Settings among which is chosen: few, for there are few problems to choose by. */
const settings: readonly Partial<KernelOptions>[] = [0, 0.1, 0.3].flatMap((alpha) =>
  [0.5, 1, 2].flatMap((lengthScale) =>
    [0, 0.05, 0.1, 0.2].flatMap((attempts) =>
      [0, 0.05, 0.1].map((logProbability) => ({
        alpha,
        lengthScale,
        first: 'rule' as const,
        priorWeights: { attempts, logProbability },
      })),
    ),
  ),
);

export interface Tuned {
  readonly options: Partial<KernelOptions>;
  /** Runs on the half that it was not chosen by. */
  readonly runs: ReadonlyMap<string, Runs>;
}

/**
 * Chooses a setting by one half of the problems of all pools, and gives its runs on the other half.
 *
 * @param cases by half, the pools in the same order
 */
export function tunedOn(half: Half, cases: Readonly<Record<Half, readonly Cases[]>>): Tuned {
  const options = bestSetting(cases[half]);
  const selector = named(options);
  return { options, runs: new Map(cases[otherHalf(half)].map((each) => [each.pool, runsOf(selector, each)])) };
}

/** The setting with the fewest runs relative to random order. */
export function bestSetting(cases: readonly Cases[]): Partial<KernelOptions> {
  const random = cases.map((each) => randomRuns(each, 'attempts'));
  let best: { readonly options: Partial<KernelOptions>; readonly ratio: number } | null = null;
  for (const options of settings) {
    const selector = named(options);
    const { ratio } = relative(
      cases.map((each) => runsOf(selector, each)),
      random,
    );
    if (!best || ratio < best.ratio) best = { options, ratio };
  }
  return best!.options;
}

function named(options: Partial<KernelOptions>): Selector {
  return { name: 'tuned', description: '', ...kernelUpperConfidence(options) };
}
