import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTasks, stubOf, type Task } from '../../humaneval-tasks.js';
import { root } from '../../root.js';
import type { BenchProblem } from './problem.js';

/** HumanEval's problems, in their order. They have no grades: a solution's length says little of what models can do. */
export function readHumanEval(): BenchProblem[] {
  return readTasks().map(problemOf);
}

/** A task of HumanEval as a workspace, in which each `assert` of its `check` is one check (see run_checks.py). */
export function problemOf(task: Task): BenchProblem {
  const { source, line } = stubOf(task);
  const { entry_point: name, test } = task;
  const harness = readFileSync(path.join(root, 'bench/selection/problems/humaneval/run_checks.py'), 'utf8');
  return {
    id: task.task_id.replace('HumanEval/', 'humaneval/'),
    language: 'python',
    difficulty: null,
    file: 'solution.py',
    line,
    files: {
      'solution.py': source,
      'test_solution.py': `from solution import *\n\n${test}\n\nif __name__ == "__main__":\n    check(${name})\n`,
      'run_checks.py': harness,
    },
    needsPackages: false,
    verifiers: [
      {
        name: 'tests',
        command: ['python3', 'run_checks.py', name],
        report: 'json',
        checks: countAsserts(test),
        timeoutSeconds: 10,
      },
    ],
    reference: task.prompt + task.canonical_solution,
  };
}

/** Statements, but for those of a constant, such as `assert True`, which say nothing of a solution. */
function countAsserts(test: string): number {
  const check = test.slice(test.indexOf('def check('));
  return check.match(/^\s+assert (?!(True|1)\b)/gm)?.length ?? 0;
}
