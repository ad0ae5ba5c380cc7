import { type Case, tellsOrdersApart } from '../../src/core/evaluation.js';
import type { CandidateTraits } from '../../src/core/selectors/selector.js';
import { mean } from '../../src/core/vectors.js';
import type { Arrived } from '../../src/explore/pool.js';
import type { StoredProblem } from '../pools/stored.js';
import { centred, type FeatureForm } from './forms.js';

/** A part of a problem's pool in which order matters. */
export interface PoolCase extends Case {
  readonly problem: string;
  readonly attempts: number;
  /** How many of them could be used. */
  readonly usable: number;
  readonly passing: number;
  /** Its attempts in order, candidates called by their rows. */
  readonly arrived: readonly Arrived[];
}

/**
 * The first `size` attempts of a problem's pool, the next `size`, and so on, as cases; none where order does not matter
 * because all pass or none does.
 *
 * @param features of every attempt of the pool
 */
export function casesOf(
  problem: StoredProblem,
  features: readonly Float64Array[],
  size: number,
  form: FeatureForm = centred,
): PoolCase[] {
  const blocks = Math.floor(problem.attempts.length / size);
  const cases = Array.from({ length: blocks }, (_, block) => {
    const from = block * size;
    return caseOf(problem, from, form(features.slice(from, from + size)));
  });
  return cases.filter(tellsOrdersApart);
}

/** @param features of the attempts from that one on that it is made of */
function caseOf(problem: StoredProblem, from: number, features: readonly Float64Array[]): PoolCase {
  const isInside = (attempt: number) => attempt >= from && attempt < from + features.length;
  const candidates: CandidateTraits[] = [];
  const rewards: number[] = [];
  const byAttempt = new Map<number, { readonly id: number; readonly length: number }>();
  let [usable, passing] = [0, 0];
  for (const { attempts, length, reward, behaviour } of problem.candidates) {
    const inside = attempts.filter(isInside);
    if (inside.length === 0) continue;
    usable += inside.length;
    if (reward === 1) passing += inside.length;
    for (const attempt of inside) byAttempt.set(attempt, { id: candidates.length, length });
    rewards.push(reward);
    candidates.push({
      features: mean(inside.map((attempt) => features[attempt - from]!)),
      attempts: inside.length,
      meanLogProbability:
        inside.reduce((sum, attempt) => sum + problem.attempts[attempt]!.meanLogProbability, 0) / inside.length,
      length,
      ...(behaviour !== null && { behaviour }),
    });
  }
  return {
    problem: problem.id,
    candidates,
    rewards,
    attempts: features.length,
    usable,
    passing,
    arrived: features.map((vector, index) => ({
      attempt: {
        meanLogProbability: problem.attempts[from + index]!.meanLogProbability,
        representation: Float32Array.from(vector),
      },
      candidate: byAttempt.get(from + index) ?? null,
    })),
  };
}
