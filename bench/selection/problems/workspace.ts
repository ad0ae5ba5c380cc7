import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Place } from '../../../src/standalone/problem-in-file.js';
import { VERIFIERS_SETTING } from '../../../src/verify/configuration.js';
import { root } from '../../root.js';
import type { BenchProblem } from './problem.js';

/**
 * Writes a problem's workspace, with its verifiers in the settings.
 *
 * @param folder absolute; made where it is not there
 * @returns where the function to write is
 */
export function writeWorkspace(problem: BenchProblem, folder: string): Place & { readonly to: null } {
  const settings = `${JSON.stringify({ [VERIFIERS_SETTING]: problem.verifiers }, null, 2)}\n`;
  for (const [name, text] of Object.entries({ ...problem.files, '.vscode/settings.json': settings })) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  // As a whole, for packages need others of their own; a sandbox shows what a link leads to.
  if (problem.needsPackages) {
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  }
  return { file: path.join(folder, problem.file), from: problem.line, to: null };
}
