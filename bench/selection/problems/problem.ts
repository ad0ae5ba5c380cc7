/** From what a small model solves now and then (1) to what one of 1.5 billion parameters mostly fails (4). */
export type Difficulty = 1 | 2 | 3 | 4;

/** A verifier as a person writes it in the setting `exploreSolutions.verifiers`, see docs/verifiers.md. */
export interface VerifierEntry {
  readonly name: string;
  readonly command: readonly string[];
  readonly report: 'tap' | 'json';
  /** The least number of checks of a complete run: what the reference solution has. */
  readonly checks: number;
  readonly timeoutSeconds: number;
}

/** A function to write, with the tests that decide on it. */
export interface BenchProblem {
  /** `SET/NAME`, the same for ever: records of pools refer to it. */
  readonly id: string;
  /** VS Code's language identifier. */
  readonly language: string;
  /** null where nobody graded it; what a pool's models make of it says more then. */
  readonly difficulty: Difficulty | null;
  /** The file with the function, relative to the workspace, with forward slashes. */
  readonly file: string;
  /** A line (one-based) of the function. */
  readonly line: number;
  /** The workspace's files, by their paths in it; the problem's own and its tests among them. */
  readonly files: Readonly<Record<string, string>>;
  /** Whether the tests need this repository's packages. */
  readonly needsPackages: boolean;
  readonly verifiers: readonly VerifierEntry[];
  /** A text of `file` that passes; never in the workspace. null where the data set has none. */
  readonly reference: string | null;
}

export const setNames = ['javascript', 'typescript', 'humaneval', 'game24'] as const;
export type SetName = (typeof setNames)[number];
