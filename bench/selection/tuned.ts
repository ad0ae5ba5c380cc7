import { type KernelOptions, kernelUpperConfidence } from '../../src/core/selectors/kernel.js';
import type { Selector } from '../../src/core/selectors/selector.js';
import { meanOf } from '../../src/core/statistics.js';
import { type Cases, halfOf, otherHalf, runsOf } from './measure.js';
import type { Order } from './orders.js';

/** Settings among which is chosen: few, for there are few problems to choose by. */
const settings: readonly Partial<KernelOptions>[] = [0, 0.1, 0.3].flatMap((alpha) =>
  [0.5, 1, 2].flatMap((lengthScale) =>
    [0, 0.1, 0.3].flatMap((attempts) =>
      [0, 0.1, 0.3, 0.6].map((logProbability) => ({
        alpha,
        lengthScale,
        first: 'rule' as const,
        priorWeights: { attempts, logProbability },
      })),
    ),
  ),
);

/**
 * The order of settings that were each chosen by one half of the problems of all pools, and are measured on the other: so
 * every problem is reported on, and none has been chosen by.
 */
export function tunedOnOtherHalf(cases: readonly Cases[]): {
  readonly order: Order;
  readonly settings: readonly Partial<KernelOptions>[];
} {
  const halves = (['even', 'odd'] as const).map((half) => {
    const setting = bestSetting(cases.map((each) => halfOf(each, half)));
    const others = cases.map((each) => halfOf(each, otherHalf(half)));
    return { setting, runs: others.map((each) => runsOf(named(setting), each)) };
  });
  const runs = cases.map(({ pool }, index) => {
    return [pool, new Map(halves.flatMap((half) => [...half.runs[index]!]))] as const;
  });
  return {
    order: { name: 'kernel-ucb, tuned on the other half', runs: new Map(runs) },
    settings: halves.map(({ setting }) => setting),
  };
}

/** The setting with the fewest runs. */
function bestSetting(cases: readonly Cases[]): Partial<KernelOptions> {
  let best: { readonly options: Partial<KernelOptions>; readonly runs: number } | null = null;
  for (const options of settings) {
    const selector = named(options);
    const runs = meanOf(cases.flatMap((each) => [...runsOf(selector, each).values()].map((found) => found.runs)));
    if (!best || runs < best.runs) best = { options, runs };
  }
  return best!.options;
}

function named(options: Partial<KernelOptions>): Selector {
  return { name: 'tuned', description: '', ...kernelUpperConfidence(options) };
}
