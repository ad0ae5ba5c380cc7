/** A verifier exactly as it stands in a list under `exploreSolutions.verifiers`: plain JSON, defaults left out. */
export interface VerifierEntry {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly files: string;
  readonly report?: 'json';
  /** The least number of checks that its report must have. */
  readonly checks?: number;
}

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
