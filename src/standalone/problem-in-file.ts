import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../core/domain.js';
import { languageOf } from '../problem/languages.js';
import type { CodeParser } from '../problem/parser.js';
import { selectProblem } from '../problem/select.js';
import { PlaceError } from './errors.js';

/** Lines of a file, counted from 1, both included. */
export interface Place {
  readonly file: string;
  readonly from: number;
  /** null where one line was given: the function around it is meant. */
  readonly to: number | null;
}

/**
 * The problem at a place, as the disk has it.
 *
 * @param place with an absolute path
 * @param workspace absolute; null for the nearest folder that looks like a project
 * @throws PlaceError; what `selectProblem` throws
 */
export async function problemInFile(
  { file, from, to }: Place,
  workspace: string | null,
  parser: CodeParser,
): Promise<Problem> {
  const folder = workspace ?? workspaceOf(file);
  const relative = path.relative(folder, file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) {
    throw new PlaceError(`${file} is not inside the workspace folder ${folder}.`);
  }
  const source = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new PlaceError(`${file} could not be read: ${cause.message}`, { cause });
  });
  return selectProblem(
    {
      workspace: folder,
      file: relative.replaceAll(path.sep, '/'),
      language: languageOf(file),
      source,
      selection: to === null ? { kind: 'line', line: from } : { kind: 'range', from, to },
    },
    parser,
  );
}

const marks = [path.join('.vscode', 'settings.json'), '.git', 'package.json', 'pyproject.toml'];

/** The workspace folder of a file: the nearest one above it that looks like a project, else the file's own. */
function workspaceOf(file: string): string {
  const own = path.dirname(file);
  for (let folder = own; ; folder = path.dirname(folder)) {
    if (marks.some((mark) => existsSync(path.join(folder, mark)))) return folder;
    if (folder === path.dirname(folder)) return own;
  }
}
