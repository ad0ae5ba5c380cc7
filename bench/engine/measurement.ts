import type { BenchModel } from './models.js';

/** How a measurement is to be made. */
export interface MeasureOptions {
  /** The embedded model, and a larger one where it was given. */
  readonly models: readonly BenchModel[];
  /** How many times each thing is measured. */
  readonly rounds: number;
  /** Tiny sizes, to see whether everything works; the numbers mean nothing. */
  readonly quick: boolean;
  /** Keep the runs of an earlier, interrupted call, and make those that are missing. */
  readonly resume: boolean;
  /** Where each measurement keeps its results, in a folder of its own. */
  readonly resultsFolder: string;
}

/** One of the things that `npm run bench:engine` measures. */
export interface Measurement {
  /** Its name on the command line, and its folder's. */
  readonly name: string;
  readonly title: string;
  /** Measures; every run is on the disk as soon as it is made. */
  measure(options: MeasureOptions): Promise<void>;
  /** What the recorded runs say, in Markdown; null where nothing is recorded. */
  describe(resultsFolder: string): string | null;
}

/** Tells the person who waits. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
