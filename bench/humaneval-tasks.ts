import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { root } from './root.js';

/** A HumanEval problem, with the names that the data set has (see test/data/README.md). */
const task = z.object({
  task_id: z.string(),
  prompt: z.string(),
  canonical_solution: z.string(),
  test: z.string(),
  entry_point: z.string(),
});
export type Task = z.infer<typeof task>;

/** HumanEval's problems, in their order. */
export function readTasks(): Task[] {
  const data = gunzipSync(readFileSync(path.join(root, 'test/data/humaneval.jsonl.gz'))).toString();
  return data
    .trim()
    .split('\n')
    .map((line) => task.parse(JSON.parse(line)));
}

/** The problem as a programmer would have it in a file, and the line (one-based) of the function to write. */
export function stubOf({ prompt, entry_point: name }: Task): { readonly source: string; readonly line: number } {
  return {
    source: `${prompt}    raise NotImplementedError\n`,
    line: prompt.split('\n').findLastIndex((text) => text.startsWith(`def ${name}(`)) + 1,
  };
}
