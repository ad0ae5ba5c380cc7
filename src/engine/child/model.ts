import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '../../core/errors.js';
import type { KeyValueShape } from './key-values.js';
import type { RunStep } from './step.js';

/** The model as the decoding loop sees it. */
export interface DecodingModel extends KeyValueShape {
  /** V, the length of the distributions. */
  readonly vocabulary: number;
  /** D, the length of a state. */
  readonly width: number;
  readonly run: RunStep;
}

/** Cancelling, looked at between any two runs of the model. */
export interface Interruptible {
  readonly signal: AbortSignal;
}

/** Lets waiting messages, a cancel among them, be received; then throws if this was called off. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new CancelledError();
}
