import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Problem } from '../../core/domain.js';

/** A problem with the name that it has among others. */
export interface NamedProblem {
  readonly id: string;
  readonly problem: Problem;
}

/** A file that is there and is not what `problemFile` writes. */
export class ProblemFileError extends Error {
  override readonly name = 'ProblemFileError';
}

const offset = z.int().min(0);

const content = z.object({
  format: z.literal(1),
  id: z.string(),
  /** As a path from the file's folder, with forward slashes; absolute where there is none (another drive of Windows). */
  workspace: z.string().min(1),
  file: z.string().min(1),
  language: z.string(),
  source: z.string(),
  range: z.object({ start: offset, end: offset }),
  name: z.string().optional(),
  complaint: z.string().optional(),
});

/**
 * A problem as the text of a JSON file. Moved together with the workspace, it still names it.
 *
 * @param folder absolute; where the file will lie
 */
export function problemFile({ id, problem }: NamedProblem, folder: string): string {
  const workspace = path.relative(folder, problem.workspace).replaceAll(path.sep, '/') || '.';
  const written: z.infer<typeof content> = { format: 1, id, ...problem, workspace };
  return `${JSON.stringify(written, null, 2)}\n`;
}

/**
 * Reads what `problemFile` wrote; the workspace is an absolute path again.
 *
 * @throws ProblemFileError, or the file system's error
 */
export async function readProblemFile(file: string): Promise<Problem> {
  const text = await readFile(file, 'utf8');
  const { workspace, name, complaint, ...rest } = parsed(file, text);
  return {
    workspace: path.resolve(path.dirname(file), workspace),
    file: rest.file,
    language: rest.language,
    source: rest.source,
    range: rest.range,
    ...(name === undefined ? {} : { name }),
    ...(complaint === undefined ? {} : { complaint }),
  };
}

function parsed(file: string, text: string): z.infer<typeof content> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ProblemFileError(`${file} is no JSON`, { cause });
  }
  const found = content.safeParse(json);
  if (!found.success) throw new ProblemFileError(`${file}: ${z.prettifyError(found.error)}`);
  return found.data;
}
