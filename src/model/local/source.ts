import type { Machine } from './machine.js';

/** A model file as its owner calls it. */
export interface FoundFile {
  /** What a person types to have it. */
  readonly name: string;
  readonly path: string;
}

/** A program that keeps model files. To add one: a file beside this one, and a line in `index.ts`. */
export interface ModelSource {
  /** What a person calls it. */
  readonly name: string;
  /** What it has; nothing where it is not installed or its folders cannot be read. Does not open model files. */
  find(machine: Machine): Promise<readonly FoundFile[]>;
}
