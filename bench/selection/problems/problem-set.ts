import { readGame24 } from './game24.js';
import { readHumanEval } from './humaneval.js';
import { readOwn } from './own.js';
import type { BenchProblem, SetName } from './problem.js';

const sets: Readonly<Record<SetName, () => BenchProblem[]>> = {
  javascript: () => readOwn('javascript'),
  typescript: () => readOwn('typescript'),
  humaneval: readHumanEval,
  game24: readGame24,
};

/** The problems of a set, always in the same order. */
export function readProblems(set: SetName): BenchProblem[] {
  return sets[set]();
}
