import { passAtK } from '../../src/core/pass-at-k.js';
import { intervalText, meanOf, ratioOfMeans } from '../../src/core/statistics.js';
import type { StoredPool, StoredProblem } from '../pools/stored.js';
import { percent, table } from '../table.js';

/** What a problem's pool is worth, its attempts in random order. */
export interface Worth {
  readonly solved: boolean;
  /** Share of the attempts that could be used. */
  readonly usable: number;
  /** Candidates for each attempt that could be used. */
  readonly distinct: number;
  readonly tokensAnAttempt: number;
  /**
   * Expected verifier runs until the first success, equal attempts run once. Where there is none as many as there are
   * attempts, usable or not, so that rubbish is worth nothing.
   */
  readonly runs: number;
  /** Expected tokens until the first success; all where there is none. */
  readonly tokens: number;
  /** By k. */
  readonly passAt: (k: number) => number;
}

export function worthOf({ attempts, candidates }: StoredProblem): Worth {
  const all = attempts.length;
  const usable = candidates.reduce((sum, candidate) => sum + candidate.attempts.length, 0);
  const passing = new Set(candidates.flatMap((each) => (each.outcome === 'pass' ? each.attempts : [])));
  const tokensOf = (passed: boolean) =>
    attempts.filter((_, index) => passing.has(index) === passed).map(({ tokens }) => tokens);
  const [good, bad] = [tokensOf(true), tokensOf(false)];
  const solved = good.length > 0;
  // Each candidate that fails is run if one of its attempts comes before all that pass.
  const failing = candidates.filter(({ outcome }) => outcome !== 'pass').map((each) => each.attempts.length);
  const failingRuns = failing.reduce((sum, count) => sum + count / (count + good.length), 0);
  const failingTokens = bad.reduce((sum, tokens) => sum + tokens, 0);
  return {
    solved,
    usable: usable / all,
    distinct: usable > 0 ? candidates.length / usable : 0,
    tokensAnAttempt: meanOf(attempts.map(({ tokens }) => tokens)),
    runs: solved ? 1 + failingRuns : all,
    // Of n attempts of which c pass, each that fails comes before all that pass with the probability 1 / (c + 1).
    tokens: solved ? meanOf(good) + failingTokens / (good.length + 1) : failingTokens,
    passAt: (k) => passAtK(all, good.length, Math.min(k, all)),
  };
}

/** A way to draw and the pool drawn so. */
export interface DrawnPool {
  readonly way: string;
  readonly pool: StoredPool;
}

const shownK = [1, 8, 32];

/** A row a way, the usual one first; relative to it where both have a problem. */
export function samplingTable(pools: readonly [DrawnPool, ...DrawnPool[]]): string {
  const worths = pools.map(({ pool }) => new Map(pool.problems.map((problem) => [problem.id, worthOf(problem)])));
  const [usual] = worths as [Map<string, Worth>];
  const heads = [
    'way',
    'problems',
    'solved',
    'usable attempts',
    'candidates an attempt',
    'tokens an attempt',
    ...shownK.map((k) => `pass@${k}`),
    'verifier runs, relative',
    'tokens, relative',
    'verifier runs where both solve',
  ];
  const rows = pools.map(({ way }, index) => {
    const own = worths[index]!;
    const all = [...own.values()];
    const pairs = [...own].flatMap(([problem, worth]) => {
      const other = usual.get(problem);
      return other ? [[worth, other] as const] : [];
    });
    const relative = (of: (worth: Worth) => number, among = pairs) =>
      among.length > 0 ? intervalText(ratioOfMeans(among.map(([one, other]) => [of(one), of(other)] as const))) : '–';
    const runs = ({ runs }: Worth) => runs;
    const bothSolve = pairs.filter(([one, other]) => one.solved && other.solved);
    return [
      way,
      `${all.length}`,
      `${all.filter(({ solved }) => solved).length}`,
      percent(meanOf(all.map(({ usable }) => usable))),
      meanOf(all.map(({ distinct }) => distinct)).toFixed(2),
      meanOf(all.map(({ tokensAnAttempt }) => tokensAnAttempt)).toFixed(0),
      ...shownK.map((k) => meanOf(all.map(({ passAt }) => passAt(k))).toFixed(3)),
      ...(index === 0
        ? ['1', '1', '1']
        : [relative(runs), relative(({ tokens }) => tokens), `${relative(runs, bothSolve)} of ${bothSolve.length}`]),
    ];
  });
  return table(heads, rows);
}
