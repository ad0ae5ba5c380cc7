import { passAtK } from '../core/pass-at-k.js';
import { meanOf } from '../core/statistics.js';
import type { Examined } from './events.js';
import type { TrainingPlan } from './plan.js';
import { type RollOutMeans, rollOut, type TrainingProblem } from './roll-out.js';

/**
 * Draws attempts at problems with the adapter that the engine has, and says what became of them. With the same seed the random
 * numbers are the same each time, so that what differs is the adapter's doing.
 */
export async function examine(
  problems: readonly TrainingProblem[],
  { evaluation, maxTokens }: Pick<TrainingPlan, 'evaluation' | 'maxTokens'>,
  seed: number,
  means: RollOutMeans,
): Promise<Examined[]> {
  const { attempts, sampling } = evaluation;
  const examined: Examined[] = [];
  for (const [place, problem] of problems.entries()) {
    const drawing = { groupSize: attempts, sampling, maxTokens, reward: 'passes' } as const;
    const { rewards, candidates } = await rollOut(problem, drawing, seed + place, means);
    const passed = rewards.filter((reward) => reward === 1).length;
    examined.push({ id: problem.id, attempts, passed, candidates });
  }
  return examined;
}

/** pass@k over problems: the mean. */
export function passRate(problems: readonly Examined[], k = 1): number {
  return meanOf(problems.map(({ attempts, passed }) => passAtK(attempts, passed, k)));
}
