import { passAtK } from '../../src/core/pass-at-k.js';
import { proportionInterval } from '../../src/core/proportion.js';
import { intervalText, type RatioInterval, ratioOfMeans } from '../../src/core/statistics.js';
import { percent, table } from '../table.js';
import type { Measured } from './measure.js';
import { type WayName, wayNames, ways } from './ways.js';

/** What all ways made of the problems, in the same order. */
export type Measurements = Readonly<Record<WayName, readonly Measured[]>>;

/** Pool sizes at which is looked. */
const sizes = [16, 64];

/** How attempts were written: what they cost, relative to those of one batch and to those written one at a time. */
export function costs(measured: Measurements): string {
  const heads = [
    'way',
    'seconds an attempt',
    'tokens an attempt',
    'relative to one batch',
    'relative to one at a time',
  ];
  const rows = wayNames.map((name) => {
    const tokens = mean(measured[name].map((each) => each.tokens / each.attempts.length));
    const relative = (to: WayName) =>
      name === to ? '1' : intervalText(ratio(measured[name], measured[to], secondsOf));
    return [
      ways[name].name,
      mean(measured[name].map(secondsOf)).toFixed(2),
      tokens.toFixed(0),
      relative('batch'),
      relative('single'),
    ];
  });
  return table(heads, rows);
}

/**
 * What attempts were worth. Those of an exploration depend on those before, so what its first k solve is counted; of the plain
 * ones that is counted too, from the same seed, and pass@k is estimated from all.
 */
export function worth(measured: Measurements): string {
  const attempts = Math.min(...judged.flatMap((name) => measured[name].map((each) => each.attempts.length)));
  const reached = [...new Set([...sizes.filter((size) => size < attempts), attempts])];
  const heads = [
    'way',
    'attempts that pass',
    ...reached.flatMap((k) => [`solved by the first ${k}`, `pass@${k}`]),
    'distinct candidates',
    'relative to plain',
  ];
  const rows = judged.map((name) => {
    const problems = measured[name];
    const plain = name === 'batch';
    return [
      ways[name].name,
      percent(mean(problems.map((each) => passing(each).length / each.attempts.length))),
      ...reached.flatMap((k) => [
        share(problems.filter((each) => passing(each).some((index) => index < k)).length, problems.length),
        plain ? percent(mean(problems.map((each) => passAtK(each.attempts.length, passing(each).length, k)))) : '–',
      ]),
      mean(problems.map(distinct)).toFixed(1),
      plain ? '1' : intervalText(ratio(problems, measured.batch, distinct)),
    ];
  });
  return table(heads, rows);
}

const judged = wayNames.filter((name) => !ways[name].timedOnly);

const secondsOf = (each: Measured) => each.seconds / each.attempts.length;
const distinct = ({ candidates }: Measured) => candidates.length;

/** The indices of attempts that pass. */
function passing({ candidates }: Measured): number[] {
  return candidates.filter(({ outcome }) => outcome === 'pass').flatMap(({ attempts }) => attempts);
}

function ratio(a: readonly Measured[], b: readonly Measured[], of: (measured: Measured) => number): RatioInterval {
  return ratioOfMeans(a.map((each, index) => [of(each), of(b[index]!)] as const));
}

function share(successes: number, trials: number): string {
  const [low, high] = proportionInterval(successes, trials).map(percent);
  return `${successes} of ${trials} (${low} to ${high})`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
