import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { applyEdits, type Problem, type TextEdit } from '../core/domain.js';
import { ExplainedError } from '../core/errors.js';

/** The file is not any more what the exploration started from. */
export class FileChangedError extends ExplainedError {
  readonly nextStep = 'Nothing was written. Explore again, or apply the diff by hand.';
}

/** Writes a candidate into the user's file: whole or not at all, and only if the file is as it was. */
export async function applyToFile(problem: Problem, edits: readonly TextEdit[]): Promise<void> {
  const file = path.join(problem.workspace, problem.file);
  if ((await readFile(file, 'utf8')) !== problem.source) {
    throw new FileChangedError(`${problem.file} has changed since the exploration began.`);
  }
  const { mode } = await stat(file);
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, applyEdits(problem.source, edits), { mode });
  await rename(temporary, file);
}
