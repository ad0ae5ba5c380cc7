import { meanRuns, randomRuns as runsOfRandomOrder } from '../../src/core/evaluation.js';
import type { Selector } from '../../src/core/selectors/selector.js';
import { meanOf, type RatioInterval, ratioOfMeans } from '../../src/core/statistics.js';
import { readFeatures, readStored } from '../pools/stored.js';
import { casesOf, type PoolCase } from './cases.js';
import { centred, type FeatureForm } from './forms.js';

/** Which problems are looked at: choices are made on one half and reported on the other, in both directions. */
export type Half = 'even' | 'odd';

export function otherHalf(half: Half): Half {
  return half === 'even' ? 'odd' : 'even';
}

/** The cases of one pool at one size, those of a problem together. */
export interface Cases {
  readonly pool: string;
  readonly byProblem: ReadonlyMap<string, readonly PoolCase[]>;
}

/** The cases of a pool, with features of a kind in a form; null where there are none of that size. */
export function readCases(name: string, kind: string, size: number, form: FeatureForm = centred): Cases | null {
  const pool = readStored(name);
  if (pool.plan.attempts < size) return null;
  const features = readFeatures(name, kind);
  const byProblem = new Map<string, PoolCase[]>();
  for (const problem of pool.problems) {
    const own = features.get(problem.id);
    if (!own) continue;
    const cases = casesOf(problem, own, size, form);
    if (cases.length > 0) byProblem.set(problem.id, cases);
  }
  return byProblem.size === 0 ? null : { pool: name, byProblem };
}

/** The half of the problems of each pool: by their places in it, so that both have all difficulties. */
export function halfOf({ pool, byProblem }: Cases, half: Half): Cases {
  const kept = [...byProblem].filter((_, index) => (index % 2 === 0) === (half === 'even'));
  return { pool, byProblem: new Map(kept) };
}

/** By problem, the mean number of verifier runs until the first success. */
export type Runs = ReadonlyMap<string, number>;

/** What a selector needs. */
export function runsOf(selector: Selector, cases: Cases): Runs {
  return perProblem(cases, (each) => meanRuns(selector, each));
}

/** What random order needs, worked out: `attempts` runs what was said before again, `candidates` does not. */
export function randomRuns(cases: Cases, of: 'attempts' | 'candidates'): Runs {
  return perProblem(cases, of === 'attempts' ? ({ randomAttempts }) => randomAttempts : runsOfRandomOrder);
}

/** Runs of one relative to runs of another, over the problems of all pools given. */
export function relative(runs: readonly Runs[], reference: readonly Runs[]): RatioInterval {
  return ratioOfMeans(
    runs.flatMap((each, pool) => [...each].map(([problem, value]) => [value, reference[pool]!.get(problem)!] as const)),
  );
}

function perProblem({ byProblem }: Cases, runs: (one: PoolCase) => number): Runs {
  return new Map([...byProblem].map(([problem, cases]) => [problem, meanOf(cases.map(runs))]));
}

/** The share of the problems that are solved within so many runs, of a mean over chance where there is any. */
export function solvedWithin(runs: Runs, k: number): number {
  return meanOf([...runs.values()].map((value) => (value <= k ? 1 : 0)));
}
