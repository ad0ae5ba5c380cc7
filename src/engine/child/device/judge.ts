import type { Shortcoming, Verdict, WeightSize } from '../../verdicts.js';
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
  if (!first) return { outcome: 'failed', shortcoming: shortcomingOf(trials) };
  // Those that round more come later, and must be worth it.
  const best = others.reduce((one, other) => (other.step * worthwhile < one.step ? other : one), first);
  const speed = stepOnCpu / best.step;
  return { outcome: speed >= leastSpeed ? 'trusted' : 'slower', target: best.target, weights, speed };
}

/** Written so that NaN does not pass. */
function isFaithful({ meanKl, stateDistance }: Extract<Trial, { readonly step: number }>): boolean {
  return meanKl <= mostKl && stateDistance <= mostDistance;
}

/** What was wrong with the first trial, none of which passed. */
function shortcomingOf([trial]: readonly Trial[]): Shortcoming {
  if (!trial) return { kind: 'no-answer', failure: { kind: 'senseless' } };
  if ('stopped' in trial) return { kind: 'much-slower' };
  if ('failure' in trial) return { kind: 'error', error: trial.failure };
  const { meanKl, stateDistance } = trial;
  return Number.isFinite(meanKl) && Number.isFinite(stateDistance)
    ? { kind: 'other-results', meanKl, stateDistance }
    : { kind: 'not-finite' };
}
