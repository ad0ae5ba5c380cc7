import { createTwoFilesPatch } from 'diff';
import { applyEdits, type Problem } from '../core/domain.js';
import type { Candidate } from '../core/exploration.js';

/** A candidate as a unified diff of its file, as `git apply` takes it. */
export function unifiedDiff(problem: Problem, { edits }: Candidate): string {
  const after = applyEdits(problem.source, edits);
  return createTwoFilesPatch(`a/${problem.file}`, `b/${problem.file}`, problem.source, after)
    .split('\n')
    .filter((line) => !/^=+$/.test(line))
    .join('\n');
}
