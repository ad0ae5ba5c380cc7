import { existsSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';

/** Where this system keeps a program's caches and data. */
const system = envPaths('explore-solutions', { suffix: '' });

/** Where runnable models are cached. */
export const cacheFolder = path.join(system.cache, 'models');

/** Where records go unless a path is given. */
export function recordPath(now: Date): string {
  return path.join(system.data, 'explorations', `${now.toISOString().replaceAll(':', '-')}.jsonl`);
}

/** Paths on the command line are relative to where it was called; npm runs scripts in the package's folder. */
export function fromCaller(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

const marks = [path.join('.vscode', 'settings.json'), '.git', 'package.json', 'pyproject.toml'];

/** The workspace folder of a file: the nearest one above it that looks like a project, else the file's own. */
export function workspaceOf(file: string): string {
  const own = path.dirname(file);
  for (let folder = own; ; folder = path.dirname(folder)) {
    if (marks.some((mark) => existsSync(path.join(folder, mark)))) return folder;
    if (folder === path.dirname(folder)) return own;
  }
}
