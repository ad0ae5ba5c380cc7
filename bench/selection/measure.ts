import { passing as passingCandidates, runsBySeed } from '../../src/core/evaluation.js';
import { passAtK } from '../../src/core/pass-at-k.js';
import { RandomStream } from '../../src/core/random.js';
import { expectedVerifications } from '../../src/core/random-order.js';
import type { SelectorName } from '../../src/core/selectors/index.js';
import type { Selector } from '../../src/core/selectors/selector.js';
import { meanOf, type RatioInterval, ratioOfMeans } from '../../src/core/statistics.js';
import { Picks } from '../../src/explore/picks.js';
import { readFeatures, readStored } from '../pools/stored.js';
import { casesOf, type PoolCase } from './cases.js';
import { centred, type FeatureForm, joined } from './forms.js';

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

/** The cases of a pool, with features of a kind, or of several together, in a form; null where there are none of that size. */
export function readCases(
  name: string,
  kinds: readonly [string, ...string[]],
  size: number,
  form: FeatureForm = centred,
): Cases | null {
  const pool = readStored(name);
  if (pool.plan.attempts < size) return null;
  const features = kinds.map((kind) => readFeatures(name, kind));
  const byProblem = new Map<string, PoolCase[]>();
  for (const problem of pool.problems) {
    const own = features.flatMap((kind) => (kind.has(problem.id) ? [kind.get(problem.id)!] : []));
    if (own.length === 0) continue;
    const cases = casesOf(problem, own.length === 1 ? own[0]! : joined(own), size, form);
    if (cases.length > 0) byProblem.set(problem.id, cases);
  }
  return byProblem.size === 0 ? null : { pool: name, byProblem };
}

/** The half of the problems of each pool: by their places in it, so that both have all difficulties. */
export function halfOf({ pool, byProblem }: Cases, half: Half): Cases {
  const kept = [...byProblem].filter((_, index) => (index % 2 === 0) === (half === 'even'));
  return { pool, byProblem: new Map(kept) };
}

/** How an order does. */
export interface Found {
  /** Mean verifier runs until the first success. */
  readonly runs: number;
  /** The probability of a success within k runs. */
  within(k: number): number;
}

/** By problem. */
export type Runs = ReadonlyMap<string, Found>;

/** What a selector needs that has all attempts from the beginning. */
export function runsOf(selector: Selector, cases: Cases): Runs {
  return perProblem(cases, (each) => foundIn(runsBySeed(selector, each)));
}

/**
 * What a selector needs in an exploration whose verifiers are quick: each pick is made as soon as it may be, among the
 * attempts that there are by then. They arrive in another order by each seed, for it is luck which come first.
 */
export function runsWhileWriting(selector: SelectorName, cases: Cases): Runs {
  return perProblem(cases, (each) => foundIn(arrivals.map((seed) => runsWithPicks(selector, each, seed))));
}

/** Orders of arrival over which is averaged. */
const arrivals = Array.from({ length: 20 }, (_, index) => index + 1);

function runsWithPicks(selector: SelectorName, { arrived, rewards }: PoolCase, seed: number): number {
  const picks = new Picks({ seed, selector });
  const luck = RandomStream.of(-seed);
  const left = [...arrived];
  while (left.length > 0) picks.take(left.splice(luck.below(left.length), 1)[0]!);
  while (true) {
    let named = picks.next(false);
    if (named === 'later') named = picks.next(true);
    if (typeof named === 'string') throw new RangeError('none of the candidates passes');
    const reward = rewards[named.candidate]!;
    if (reward === 1) return picks.count;
    picks.learn(named.candidate, reward);
  }
}

/** @param runs by seed */
function foundIn(runs: readonly number[]): Found {
  return { runs: meanOf(runs), within: (k) => runs.filter((count) => count <= k).length / runs.length };
}

/**
 * What random order needs, worked out (METHOD.md section 3): of `attempts`, each is run though another said the same, of
 * `candidates` it is not.
 */
export function randomRuns(cases: Cases, of: 'attempts' | 'candidates'): Runs {
  return perProblem(cases, ({ usable, passing, rewards }) => {
    const [n, c] = of === 'attempts' ? [usable, passing] : [rewards.length, passingCandidates(rewards)];
    return { runs: expectedVerifications(n, c), within: (k) => passAtK(n, c, Math.min(k, n)) };
  });
}

/** Runs of one relative to runs of another, over the problems of all pools given. */
export function relative(runs: readonly Runs[], reference: readonly Runs[]): RatioInterval {
  return ratioOfMeans(
    runs.flatMap((each, pool) =>
      [...each].map(([problem, found]) => [found.runs, reference[pool]!.get(problem)!.runs] as const),
    ),
  );
}

/** A problem's cases count as one. */
function perProblem({ byProblem }: Cases, find: (one: PoolCase) => Found): Runs {
  return new Map(
    [...byProblem].map(([problem, cases]) => {
      const found = cases.map(find);
      const runs = meanOf(found.map((each) => each.runs));
      return [problem, { runs, within: (k) => meanOf(found.map((each) => each.within(k))) }];
    }),
  );
}
