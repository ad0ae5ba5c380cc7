import { createHash } from 'node:crypto';
import type { Attempt, Prompt, TokenMeasures } from '../../src/core/domain.js';
import type { Engine } from '../../src/engine/engine.js';
import type { CodeParser } from '../../src/problem/parser.js';
import { indicesBelow, type SampleProgress } from '../../src/protocol/engine.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import { codeTokens } from './code-tokens.js';
import { pooled, poolings } from './features.js';
import type { PoolPlan } from './plans.js';
import { type Evidence, problemOf, type Question, questionsOf } from './questions.js';
import type { Matrix, Tensors } from './safetensors.js';

/** A model that was loaded so that it tells of these layers. */
export interface PoolModel {
  readonly engine: Engine;
  readonly name: string;
  readonly hash: string;
  /** What computes it. */
  readonly device: string;
  readonly width: number;
  readonly depth: number;
  /** Ascending; the last is behind all layers. None where the mean behind all of them has to do. */
  readonly layers: readonly number[];
  readonly bytesOf: (token: number) => Uint8Array;
}

/** An attempt as a pool keeps it; its features are rows of the matrices. */
export interface PoolAttempt extends Pick<Attempt, 'index' | 'text' | 'meanLogProbability' | 'finishReason'> {
  /** How many. */
  readonly tokens: number;
  /** Of each token, in thousandths; where features are kept too, and not in the first pools that were made. */
  readonly logProbabilities?: readonly number[];
}

/** What is said of a pool beside its features. */
export interface PoolDescription {
  readonly format: 1;
  readonly problem: string;
  readonly plan: PoolPlan;
  /** `device` is not said of the first pools that were made, all by the CPU. */
  readonly model: { readonly name: string; readonly hash: string; readonly device?: string };
  /** SHA-256 of all prompts, hexadecimal. */
  readonly promptHash: string;
  readonly seconds: number;
  readonly attempts: readonly PoolAttempt[];
  /** Where there is a second wave: what it was drawn on. */
  readonly evidence?: Evidence;
}

/** A pool whose first attempts are a first wave, and what the second one is told of them. */
export interface Before {
  readonly attempts: readonly PoolAttempt[];
  readonly evidence: Evidence;
}

/**
 * Draws one problem's pool. The prompt is that of a problem whose verifiers have said nothing yet: what they say names
 * folders, which are others each time.
 *
 * @param before null where all attempts are to be drawn
 */
export async function samplePool(
  bench: BenchProblem,
  plan: PoolPlan,
  { engine, name, hash, device, width, depth, layers, bytesOf }: PoolModel,
  parser: CodeParser,
  before: Before | null = null,
): Promise<Tensors> {
  const started = performance.now();
  const problem = problemOf(bench, parser);
  const asked = questionsOf(problem, plan, before?.evidence ?? null, parser);
  const turns = new Map<Question, number[]>();
  for (const index of indicesBelow(plan.attempts)) {
    const question = asked(index);
    turns.set(question, [...(turns.get(question) ?? []), index]);
  }
  const known = before ? before.attempts.slice(0, before.evidence.firstWave) : [];
  const { seed, sampling, maxTokens } = plan;
  const drawn: Drawn[] = [];
  const byLayer = ({ tokens }: Attempt, { states: behind }: TokenMeasures) => {
    const isCode = codeTokens(tokens.map(bytesOf), problem.language);
    return behind.flatMap((states, index) =>
      poolings.map((pooling) => pooled(states, width, pooling, isCode, index < layers.length - 1)),
    );
  };
  const onProgress = (progress: SampleProgress) => {
    if (progress.type !== 'attempt') return;
    const { attempt } = progress;
    drawn.push({ attempt, features: attempt.byToken ? byLayer(attempt, attempt.byToken) : [attempt.representation] });
  };
  for (const [{ prompt }, turn] of turns) {
    const indices = turn.filter((index) => index >= known.length);
    if (indices.length === 0) continue;
    await engine.sample({ prompt, indices, sampling, seed, maxTokens, batchSize: 0 }, { onProgress });
  }
  drawn.sort((a, b) => a.attempt.index - b.attempt.index);
  const description: PoolDescription = {
    format: 1,
    problem: bench.id,
    plan,
    model: { name, hash, device },
    promptHash: hashOf([...turns.keys()].map(({ prompt }) => prompt)),
    seconds: Math.round((performance.now() - started) / 100) / 10,
    attempts: [...known, ...drawn.map(({ attempt }) => keptOf(attempt))],
    ...(before && { evidence: before.evidence }),
  };
  const names =
    layers.length > 0
      ? layers.flatMap((layer) => poolings.map((pooling) => `layer ${layer} ${pooling}`))
      : plan.features
        ? [`layer ${depth} mean`]
        : [];
  return {
    description: JSON.stringify(description),
    matrices: new Map(
      names.map((name, kind) => [
        name,
        matrixOf(
          drawn.map(({ features }) => features[kind]!),
          width,
        ),
      ]),
    ),
  };
}

function keptOf({ index, text, tokens, meanLogProbability, finishReason, byToken }: Attempt): PoolAttempt {
  return {
    index,
    text,
    tokens: tokens.length,
    meanLogProbability,
    ...(byToken && { logProbabilities: byToken.logProbabilities.map((value) => Math.round(1000 * value)) }),
    finishReason,
  };
}

interface Drawn {
  readonly attempt: Attempt;
  /** By layer, then by pooling. */
  readonly features: readonly Float32Array[];
}

function matrixOf(vectors: readonly Float32Array[], columns: number): Matrix {
  const values = new Float32Array(vectors.length * columns);
  for (const [row, vector] of vectors.entries()) values.set(vector, row * columns);
  return { rows: vectors.length, columns, values };
}

function hashOf(prompts: readonly Prompt[]): string {
  return createHash('sha256').update(JSON.stringify(prompts)).digest('hex');
}
