import type { KeyValues } from './key-values.js';

/** Added to the score of a column that a row must not see: its softmax weight becomes exactly 0. */
export const masked = -1e9;

/** One run of the model's graph: `rows` sequences, each brings `length` new tokens. */
export interface Step {
  readonly rows: number;
  readonly length: number;
  /** [rows, length]. */
  readonly ids: readonly number[];
  /** [rows, length]; a token's place in its own sequence. */
  readonly positions: readonly number[];
  /** [rows, length, prefix.columns + past.columns + length]: 0, or `masked`. */
  readonly bias: Float32Array;
  /** What all rows share; rows = 1. */
  readonly prefix: KeyValues;
  /** What each row has of its own. */
  readonly past: KeyValues;
  /** The place, among the new tokens, whose logits are wanted. */
  readonly logitPosition: number;
}

export interface StepResult {
  /** [rows, V]. */
  readonly logits: Float32Array;
  /** The final norm's output, [rows, length, D]. */
  readonly hidden: Float32Array;
  /** The past with the new tokens' columns at its end. */
  readonly present: KeyValues;
}

/** Runs one step. Fast enough to be awaited in a loop; blocks its thread while it runs. */
export type RunStep = (step: Step) => Promise<StepResult>;
