import { existsSync, readFileSync } from 'node:fs';
import { project, sparseProjection } from '../../src/core/projection.js';
import { RandomStream } from '../../src/core/random.js';
import { mean, subtract } from '../../src/core/vectors.js';
import { featureLength } from '../../src/explore/pool.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import { ownCoordinates, triangle } from './gram.js';
import type { JudgedPool } from './judge.js';
import { isLarge, type PoolPlan } from './plans.js';
import { type Matrix, readTensors, writeTensors } from './safetensors.js';
import type { PoolDescription } from './sample.js';
import { featuresFile, isMixed, type StoredProblem, writeStored } from './stored.js';

/** The files of one problem's pool, both made before. */
export interface PoolFiles {
  readonly problem: BenchProblem;
  readonly attempts: string;
  readonly verdicts: string;
}

/**
 * Puts what is known of a pool into the repository's form: a JSON file with attempts and verdicts, and a file for each
 * kind of features that all of them have, which has those of mixed problems: `layer 30 mean`, … and `projected`, the last
 * layer's mean as an exploration sees it, and of large pools, for the space, nothing else.
 */
export function packPool(plan: PoolPlan, files: readonly PoolFiles[]): void {
  const problems: { readonly stored: StoredProblem; readonly matrices: ReadonlyMap<string, Matrix> }[] = [];
  let model: PoolDescription['model'] | null = null;
  for (const { problem, attempts, verdicts } of files) {
    if (!existsSync(verdicts)) continue;
    const { description, matrices } = readTensors(attempts);
    const said = JSON.parse(description) as PoolDescription;
    const { candidates } = JSON.parse(readFileSync(verdicts, 'utf8')) as JudgedPool;
    model ??= said.model;
    const stored = {
      id: problem.id,
      difficulty: problem.difficulty,
      attempts: said.attempts.map(({ tokens, meanLogProbability }) => ({ tokens, meanLogProbability })),
      candidates,
      ...(said.evidence && { firstWave: said.evidence.firstWave }),
    };
    problems.push({ stored, matrices });
  }
  if (!model) return;
  const kinds = commonKinds(problems.map(({ matrices }) => matrices));
  const layers = [...new Set(kinds.map((kind) => Number(kind.split(' ')[1])))];
  writeStored({ format: 2, plan, model: { ...model, layers }, problems: problems.map(({ stored }) => stored) });
  if (layers.length === 0) return;
  const mixed = problems.filter(({ stored }) => isMixed(stored));
  const last = `layer ${layers.at(-1)} mean`;
  for (const kind of isLarge(plan) ? ['projected'] : ['projected', ...kinds]) {
    const projected = kind === 'projected';
    const made = mixed.map(({ stored, matrices }): [string, Matrix] => {
      const vectors = vectorsOf(matrices.get(projected ? last : kind)!, projected);
      const values = Float32Array.from(triangle(ownCoordinates(vectors)));
      return [stored.id, { rows: 1, columns: values.length, values }];
    });
    const description = JSON.stringify({ pool: plan.name, kind });
    writeTensors(featuresFile(plan.name, kind), { matrices: new Map(made), description }, 'F16');
  }
}

/** What every problem of a pool has features of. */
function commonKinds([first, ...others]: readonly ReadonlyMap<string, Matrix>[]): string[] {
  return [...(first?.keys() ?? [])].filter((kind) => others.every((matrices) => matrices.has(kind)));
}

/**
 * Each attempt's features without their mean, and last that mean: so that in half precision the differences of attempts
 * lose nothing to what they share.
 */
function vectorsOf({ rows, columns, values }: Matrix, projected: boolean): Float64Array[] {
  const vectors = Array.from({ length: rows }, (_, row) => values.subarray(row * columns, (row + 1) * columns));
  const centre = mean(vectors);
  const parts = [...vectors.map((vector) => subtract(vector, centre)), centre];
  if (!projected || columns <= featureLength) return parts;
  const projection = sparseProjection(columns, featureLength, RandomStream.of(1));
  return parts.map((vector) => project(projection, vector));
}
