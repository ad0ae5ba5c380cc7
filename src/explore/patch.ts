import { createTwoFilesPatch } from 'diff';
import { applyEdits, type Problem } from '../core/domain.js';
import type { Candidate } from '../core/exploration.js';

/** A candidate as a unified diff of its file. */
export function patchOf({ file, source }: Problem, { edits }: Candidate): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, source, applyEdits(source, edits));
  return patch
    .split('\n')
    .filter((line) => !/^=+$/.test(line))
    .join('\n')
    .trimEnd();
}
