import { arithmeticOf } from '../../../model/graph/device.js';
import type { Verdict, WeightSize } from '../../verdicts.js';
import type { Comparison, Trial } from './self-check.js';

/** Most that the mean divergence from the CPU may be. Of an embedded-size model, rounding the activations costs 0.01. */
const mostKl = 0.03;
/** Most that a representation may be off, in its own length. The same rounding moves it by 0.03. */
const mostDistance = 0.1;
/**
 * How many times as fast as the CPU a device must be at the check, where the CPU computes a graph that is not written
 * for it: its own is up to this much faster.
 */
const leastSpeed = 2;
/** How many times as fast a graph must be that rounds more than another. */
const worthwhile = 1.1;

/**
 * What is to be thought of a device after its check: the fastest of the graphs that gave the CPU's results is taken, one
 * that rounds more only where it is worth it.
 */
export function judge({ stepOnCpu, trials }: Comparison, weights: WeightSize): Verdict {
  const passed = trials.flatMap((trial) => ('step' in trial && isFaithful(trial) ? [trial] : []));
  const [first, ...others] = passed;
  if (!first) return { outcome: 'failed', reason: `The GPU is not used: ${trials.map(shortcomingOf)[0]}.` };
  // Those that round more come later, and must be worth it.
  const best = others.reduce((one, other) => (other.step * worthwhile < one.step ? other : one), first);
  const { target } = best;
  const speed = stepOnCpu / best.step;
  const precision = arithmeticOf(target).floats === 'half' ? ' in half precision' : '';
  const times = `${speed.toPrecision(2)} times as fast when both were compared`;
  return speed >= leastSpeed
    ? { outcome: 'trusted', target, weights, reason: `The GPU gives the CPU's results${precision}, and was ${times}.` }
    : { outcome: 'slower', target, weights, reason: `The GPU gives the CPU's results, but was only ${times}.` };
}

/** Written so that NaN does not pass. */
function isFaithful({ meanKl, stateDistance }: Exclude<Trial, { readonly failure: string }>): boolean {
  return meanKl <= mostKl && stateDistance <= mostDistance;
}

/** Why a trial did not pass, after "because". */
function shortcomingOf(trial: Trial): string {
  if ('failure' in trial) return trial.failure;
  const { meanKl, stateDistance } = trial;
  const found = `KL ${meanKl.toPrecision(2)}, representations ${stateDistance.toPrecision(2)} off`;
  return `its results are not the CPU's (${found})`;
}
