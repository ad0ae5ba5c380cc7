import type { FileReport, PatternReport } from './reports/index.js';

/** A verifier exactly as it stands in a list under `exploreSolutions.verifiers`: plain JSON, defaults left out. */
export interface VerifierEntry {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly files: string;
  readonly report?: EntryReport;
  /** The least number of checks that its report must have. */
  readonly checks?: number;
}

/** How its result is read, as it is written; without it, by the exit code. */
export type EntryReport = 'tap' | 'json' | FileReport | PatternReport;

/** A folder of ours in a scratch copy, hidden so that no test runner looks for tests in it. */
export const OWN_FOLDER = '.explore-solutions';

/** A path as part of a glob, where it stands for itself. */
export function asGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&');
}

/** The glob that fits one file; without a slash it would be about a name, wherever it is. */
export function onlyFile(file: string): string {
  return file.includes('/') ? asGlob(file) : `./${asGlob(file)}`;
}

/** VS Code's variable for the candidate's file, an absolute path. */
export const CANDIDATE_FILE = `\${file}`;
