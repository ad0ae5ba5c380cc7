import { writeFileSync } from 'node:fs';

/** What is measured inside an extension host when the extension is activated in it for the first time. */
export interface Activation {
  /** Milliseconds in which its JavaScript was read and run. */
  readonly loading: number;
  /** Milliseconds from there until VS Code says that it is active. */
  readonly activating: number;
  /** The files of JavaScript that were loaded from the extension, and their kilobytes. */
  readonly scripts: Readonly<Record<string, number>>;
  /** Native modules that were loaded from the extension. */
  readonly native: readonly string[];
}

/** What an extension host has loaded once a problem was explored in it. */
export interface Explored extends Pick<Activation, 'scripts' | 'native'> {
  readonly survivors: number;
}

/** Names the file, in the environment of the extension host, that a suite writes its figures to. */
export const figuresVariable = 'EXPLORE_SOLUTIONS_BENCH_FIGURES';

/** Hands figures to the process that started VS Code. */
export function handOver(figures: Activation | Explored): void {
  const file = process.env[figuresVariable];
  if (file === undefined) throw new Error(`${figuresVariable} is not set`);
  writeFileSync(file, JSON.stringify(figures));
}
