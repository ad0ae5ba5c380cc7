import type { KeyValues, KeyValueTensors } from './key-values.js';

/** One run of the model's graph: `rows` sequences, each brings `length` new tokens. */
export interface Step {
  readonly rows: number;
  readonly length: number;
  /** [rows, length]. */
  readonly ids: readonly number[];
  /** [rows, length]; a token's place in its own sequence. */
  readonly positions: readonly number[];
  /** [rows, length, prefix.columns + past.columns + length]: 0, or `HIDDEN`. */
  readonly bias: Float32Array;
  /** What all rows share; one row. */
  readonly prefix: KeyValues;
  /** What each row has of its own. */
  readonly past: KeyValues;
  /** The place, among the new tokens, after which the next one is wanted. */
  readonly position: number;
  /** 1 / temperature. */
  readonly inverseTemperature: number;
}

/** What may come next in one row. */
export interface Distribution {
  /** [K]: the largest probabilities at the temperature asked for, in order. */
  readonly topProbabilities: Float32Array;
  /** [K]: their tokens. */
  readonly topTokens: BigInt64Array;
  /** The probability of the first of them at temperature 1. */
  readonly topModelProbability: number;
  /**
   * [V]: all probabilities at that temperature. They are seldom needed, and may have to be computed once more: only to
   * be called before the step's caches are written.
   */
  all(): Promise<Float32Array>;
}

export interface StepResult {
  /** Of each row. */
  readonly distributions: readonly Distribution[];
  /** The final norm's output, [rows, length, D]. */
  readonly hidden: Float32Array;
  /** What is behind each of the layers that were asked for, [rows, length, D]. */
  readonly layerStates: readonly Float32Array[];
  /** Those of the new tokens; to be put into a cache. */
  readonly keyValues: KeyValueTensors;
}

/** Runs one step. Fast enough to be awaited in a loop; blocks its thread while it runs. */
export type RunStep = (step: Step) => Promise<StepResult>;
