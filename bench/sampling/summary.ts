import { expectedRuns } from '../../src/core/evaluation.js';
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
  /** Expected verifier runs until the first success; all there are where there is none, which is too few. */
  readonly runs: number;
  /** Expected tokens until the first success; the same holds. */
  readonly tokens: number;
  /** By k. */
  readonly passAt: (k: number) => number;
}

export function worthOf({ attempts, candidates }: StoredProblem): Worth {
  const usable = candidates.reduce((sum, candidate) => sum + candidate.attempts.length, 0);
  const passing = candidates
    .filter(({ outcome }) => outcome === 'pass')
    .reduce((sum, candidate) => sum + candidate.attempts.length, 0);
  const expected = (n: number) => (passing > 0 ? expectedRuns(n, passing) : n);
  const tokensAnAttempt = meanOf(attempts.map(({ tokens }) => tokens));
  return {
    solved: passing > 0,
    usable: usable / attempts.length,
    distinct: usable > 0 ? candidates.length / usable : 0,
    tokensAnAttempt,
    runs: expected(usable),
    tokens: expected(attempts.length) * tokensAnAttempt,
    passAt: (k) => passAtK(attempts.length, passing, Math.min(k, attempts.length)),
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
  ];
  const rows = pools.map(({ way }, index) => {
    const own = worths[index]!;
    const all = [...own.values()];
    const relative = (of: (worth: Worth) => number) =>
      intervalText(
        ratioOfMeans(
          [...own].flatMap(([problem, worth]) => {
            const other = usual.get(problem);
            return other ? [[of(worth), of(other)] as const] : [];
          }),
        ),
      );
    return [
      way,
      `${all.length}`,
      `${all.filter(({ solved }) => solved).length}`,
      percent(meanOf(all.map(({ usable }) => usable))),
      meanOf(all.map(({ distinct }) => distinct)).toFixed(2),
      meanOf(all.map(({ tokensAnAttempt }) => tokensAnAttempt)).toFixed(0),
      ...shownK.map((k) => meanOf(all.map(({ passAt }) => passAt(k))).toFixed(3)),
      ...(index === 0 ? ['1', '1'] : [relative(({ runs }) => runs), relative(({ tokens }) => tokens)]),
    ];
  });
  return table(heads, rows);
}
