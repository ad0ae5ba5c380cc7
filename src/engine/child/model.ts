import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '../../core/errors.js';
import type { LayerAdapters } from '../../model/training/group.js';
import type { Gate } from './gate.js';
import type { KeyValues } from './key-values.js';
import type { RunStep } from './step.js';

/** The model as the decoding loop sees it. */
export interface DecodingModel {
  /** V, the length of the distributions. */
  readonly vocabulary: number;
  /** D, the length of a state. */
  readonly width: number;
  readonly run: RunStep;
  /**
   * Keys and values of which nothing is written yet.
   *
   * @param reserve how many columns there will ever be, where columns can be written again
   * @param granularity columns are added so many at a time, where they need not come one by one
   */
  newKeyValues(rows: number, reserve: number, granularity: number): KeyValues;
  /** Takes another adapter of the same rank or another, from the next step on; where the graph takes one. */
  readonly adapt?: (adapter: LayerAdapters) => void;
  /** Gives its memory back. */
  close(): Promise<void>;
}

/** Pausing and cancelling, looked at between any two runs of the model. */
export interface Interruptible {
  readonly signal: AbortSignal;
  /** Without one it cannot be paused. */
  readonly gate?: Gate;
}

/** Lets waiting messages be received, and waits while they say to pause; then throws if this was called off. */
export async function breathe({ signal, gate }: Interruptible): Promise<void> {
  await setImmediate();
  await gate?.pass(signal);
  if (signal.aborted) throw new CancelledError();
}
