import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.js';
import type { Difficulty } from '../selection/problems/problem.js';
import { fromTriangle } from './gram.js';
import type { JudgedCandidate } from './judge.js';
import type { PoolPlan } from './plans.js';
import { readTensors } from './safetensors.js';
import type { PoolAttempt } from './sample.js';

/** The pools of a set of problems, as they are kept in the repository. */
export interface StoredPool {
  readonly format: 2;
  readonly plan: PoolPlan;
  readonly model: { readonly name: string; readonly hash: string; readonly layers: readonly number[] };
  readonly problems: readonly StoredProblem[];
}

export interface StoredProblem {
  readonly id: string;
  readonly difficulty: Difficulty | null;
  /** In order of their indices. */
  readonly attempts: readonly Pick<PoolAttempt, 'tokens' | 'meanLogProbability'>[];
  readonly candidates: readonly JudgedCandidate[];
  /** Where there is a second wave: how many attempts came before it, none of which passes. */
  readonly firstWave?: number;
}

/** On the disk attempts are columns, which take a fifth of the place. */
interface Kept extends Omit<StoredPool, 'problems'> {
  readonly problems: readonly (Omit<StoredProblem, 'attempts'> & {
    readonly attempts: { readonly tokens: readonly number[]; readonly meanLogProbability: readonly number[] };
  })[];
}

const folder = path.join(root, 'bench/pools/stored');

export function writeStored(pool: StoredPool): void {
  mkdirSync(folder, { recursive: true });
  const problems = pool.problems.map(({ attempts, ...problem }) => ({
    ...problem,
    attempts: {
      tokens: attempts.map(({ tokens }) => tokens),
      meanLogProbability: attempts.map(({ meanLogProbability }) => Number(meanLogProbability.toFixed(5))),
    },
  }));
  const kept: Kept = { ...pool, problems };
  writeFileSync(path.join(folder, `${pool.plan.name}.json`), `${JSON.stringify(kept)}\n`);
}

/** Whether there is a pool of that name. */
export function isStored(name: string): boolean {
  return existsSync(path.join(folder, `${name}.json`));
}

export function readStored(name: string): StoredPool {
  const kept = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Kept;
  const problems = kept.problems.map(({ attempts: { tokens, meanLogProbability }, ...problem }) => ({
    ...problem,
    attempts: tokens.map((count, index) => ({ tokens: count, meanLogProbability: meanLogProbability[index]! })),
  }));
  return { ...kept, problems };
}

/** Whether order matters: some candidates passed, and some did not. */
export function isMixed({ candidates }: StoredProblem): boolean {
  const passed = candidates.filter(({ outcome }) => outcome === 'pass').length;
  return passed > 0 && passed < candidates.length;
}

/** Where the features of a kind are, of all mixed problems of a pool: for each a triangle of numbers, see `gram.ts`. */
export function featuresFile(pool: string, kind: string): string {
  return path.join(folder, `${pool}.${kind.replaceAll(' ', '-')}.safetensors`);
}

/** By problem, a vector for each attempt: features of this kind, as the model gave them, in an orthonormal basis of their own. */
export function readFeatures(pool: string, kind: string): ReadonlyMap<string, readonly Float64Array[]> {
  const { matrices } = readTensors(featuresFile(pool, kind));
  return new Map(
    [...matrices].map(([problem, { values }]) => {
      const rows = fromTriangle(values);
      const centre = rows.pop()!;
      return [problem, rows.map((row) => row.map((value, column) => value + centre[column]!))];
    }),
  );
}
