import { existsSync, readFileSync } from 'node:fs';
import { project, sparseProjection } from '../../src/core/projection.js';
import { RandomStream } from '../../src/core/random.js';
import { mean, subtract } from '../../src/core/vectors.js';
import { featureLength } from '../../src/explore/pool.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import { ownCoordinates, triangle } from './gram.js';
import type { JudgedPool } from './judge.js';
import type { PoolPlan } from './plans.js';
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
 * kind of features, which has those of mixed problems.
 *
 * @param kinds `layer 30 mean`, …; `projected` is the last layer's mean as an exploration sees it
 */
export function packPool(
  plan: PoolPlan,
  files: readonly PoolFiles[],
  kinds: (layers: readonly number[]) => string[],
): void {
  const problems: { readonly stored: StoredProblem; readonly attempts: string }[] = [];
  let model: { readonly name: string; readonly hash: string; readonly layers: readonly number[] } | null = null;
  for (const { problem, attempts, verdicts } of files) {
    if (!existsSync(verdicts)) continue;
    const { description, matrices } = readTensors(attempts);
    const said = JSON.parse(description) as PoolDescription;
    const { candidates } = JSON.parse(readFileSync(verdicts, 'utf8')) as JudgedPool;
    model ??= { ...said.model, layers: layersIn(matrices) };
    const stored = {
      id: problem.id,
      difficulty: problem.difficulty,
      attempts: said.attempts.map(({ tokens, meanLogProbability }) => ({ tokens, meanLogProbability })),
      candidates,
      ...(said.evidence && { firstWave: said.evidence.firstWave }),
    };
    problems.push({ stored, attempts });
  }
  if (!model) return;
  writeStored({ format: 1, plan, model, problems: problems.map(({ stored }) => stored) });
  const mixed = problems.filter(({ stored }) => isMixed(stored));
  const { layers } = model;
  const features = new Map(kinds(layers).map((kind) => [kind, new Map<string, Matrix>()]));
  for (const { stored, attempts } of mixed) {
    const { matrices } = readTensors(attempts);
    for (const [kind, made] of features) {
      const matrix = matrices.get(kind === 'projected' ? `layer ${layers.at(-1)} mean` : kind)!;
      const values = Float32Array.from(triangle(ownCoordinates(vectorsOf(matrix, kind === 'projected'))));
      made.set(stored.id, { rows: 1, columns: values.length, values });
    }
  }
  for (const [kind, matrices] of features) {
    const description = JSON.stringify({ pool: plan.name, kind });
    writeTensors(featuresFile(plan.name, kind), { matrices, description }, 'F16');
  }
}

function layersIn(matrices: ReadonlyMap<string, Matrix>): number[] {
  return [...new Set([...matrices.keys()].map((name) => Number(name.split(' ')[1])))];
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
