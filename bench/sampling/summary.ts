import { passAtK } from '../../src/core/pass-at-k.js';
import { intervalText, meanOf, ratioOfMeans } from '../../src/core/statistics.js';
import type { JudgedCandidate } from '../pools/judge.js';
import type { StoredPool, StoredProblem } from '../pools/stored.js';
import { percent, table } from '../table.js';

/** What a problem's pool is worth, its attempts in random order; where there is a second wave, those of the first before it. */
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
  /** By k, in that order. */
  readonly passAt: (k: number) => number;
}

export function worthOf({ attempts, candidates, firstWave = 0 }: StoredProblem): Worth {
  const all = attempts.length;
  const usable = candidates.reduce((sum, candidate) => sum + candidate.attempts.length, 0);
  // A first wave fails as a whole: each of its candidates is run once, and is known when it is said again.
  const isTried = ({ attempts }: JudgedCandidate) => attempts.some((index) => index < firstWave);
  const tried = candidates.filter(isTried).length;
  const later = candidates.filter((candidate) => !isTried(candidate));
  const passing = new Set(later.flatMap((each) => (each.outcome === 'pass' ? each.attempts : [])));
  const tokensOf = (passed: boolean) =>
    attempts.flatMap(({ tokens }, index) => (index >= firstWave && passing.has(index) === passed ? [tokens] : []));
  const [good, bad] = [tokensOf(true), tokensOf(false)];
  const solved = good.length > 0;
  // Each candidate that fails is run if one of its attempts comes before all that pass.
  const failing = later.filter(({ outcome }) => outcome !== 'pass').map((each) => each.attempts.length);
  const failingRuns = failing.reduce((sum, count) => sum + count / (count + good.length), 0);
  const triedTokens = sumOf(attempts.slice(0, firstWave).map(({ tokens }) => tokens));
  return {
    solved,
    usable: usable / all,
    distinct: usable > 0 ? candidates.length / usable : 0,
    tokensAnAttempt: meanOf(attempts.map(({ tokens }) => tokens)),
    runs: solved ? tried + 1 + failingRuns : all,
    // Of n attempts of which c pass, each that fails comes before all that pass with the probability 1 / (c + 1).
    tokens: triedTokens + (solved ? meanOf(good) + sumOf(bad) / (good.length + 1) : sumOf(bad)),
    passAt: (k) => {
      const drawn = Math.min(k, all) - firstWave;
      return drawn > 0 ? passAtK(all - firstWave, good.length, drawn) : 0;
    },
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** A way to draw and the pool drawn so. */
export interface DrawnPool {
  readonly way: string;
  readonly pool: StoredPool;
}

/**
 * The problems that a second wave was drawn for, beside their usual attempts in the same order: those of the first wave
 * before the others. Nothing where a way has no second wave.
 */
export function whereDrawn(usual: StoredPool, { way, pool }: DrawnPool): DrawnPool[] {
  const problems = pool.problems.filter(({ firstWave }) => firstWave !== undefined);
  const without = problems.flatMap((problem) => {
    const other = usual.problems.find(({ id }) => id === problem.id);
    return other ? [inWavesOf(problem, other)] : [];
  });
  if (without.length === 0) return [];
  return [
    { way: `usual, of those with a ${way}`, pool: { ...usual, problems: without } },
    { way: `${way}, of those`, pool: { ...pool, problems } },
  ];
}

/** A problem's usual attempts, the first before the others where they are a first wave. */
function inWavesOf({ firstWave }: StoredProblem, usual: StoredProblem): StoredProblem {
  return firstWave === undefined ? usual : { ...usual, firstWave };
}

const shownK = [1, 8, 32];

/**
 * A row a way, the usual one first; relative to it where both have a problem. Where that has a second wave, the usual
 * attempts too are taken wave by wave: otherwise a first wave that fails would be held against the second one alone.
 */
export function samplingTable(pools: readonly [DrawnPool, ...DrawnPool[]]): string {
  const usual = new Map(pools[0].pool.problems.map((problem) => [problem.id, problem]));
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
  const rows = pools.map(({ way, pool }, index) => {
    const worths = pool.problems.map((problem) => [problem, worthOf(problem)] as const);
    const all = worths.map(([, worth]) => worth);
    const pairs = worths.flatMap(([problem, worth]) => {
      const other = usual.get(problem.id);
      return other ? [[worth, worthOf(inWavesOf(problem, other))] as const] : [];
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
