import type { Problem } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';

/**
 * The problems of explorations, each once: where one place was explored several times, as it was then last. Examples that were
 * typed in and other verifiers of the moment are not part of a problem.
 *
 * @param explorations the oldest first
 */
export function exploredProblems(explorations: readonly Exploration[]): Problem[] {
  const byPlace = new Map<string, Problem>();
  for (const { problem } of explorations) {
    const { workspace, file, name, range } = problem;
    byPlace.set(JSON.stringify([workspace, file, name ?? range.start]), problem);
  }
  return [...byPlace.values()];
}
