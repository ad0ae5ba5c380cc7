import { setImmediate } from 'node:timers/promises';
import type { Attempt } from '../../core/domain.js';
import { CancelledError } from '../../core/errors.js';
import { compact, type KeyValueShape, type KeyValues, zeroKeyValues } from './key-values.js';
import type { Response } from './response.js';
import type { Sampler } from './sampler.js';
import { masked, type RunStep, type Step } from './step.js';

/** The model as the decoding loop sees it. */
export interface DecodingModel extends KeyValueShape {
  /** V, the length of the logits. */
  readonly vocabulary: number;
  /** D, the length of a state. */
  readonly width: number;
  readonly run: RunStep;
}

/** The prompt, computed once: what all attempts share. */
export interface Prefilled {
  readonly prefix: KeyValues;
  /** What comes after the prompt's last token; length V. */
  readonly logits: Float32Array;
}

/** Cancelling, looked at between any two runs of the model. */
interface Interruptible {
  readonly signal: AbortSignal;
}

const chunkLength = 256;

/** Runs the prompt (at least one token) through the model, in chunks so that it can be watched and cancelled. */
export async function prefill(
  model: DecodingModel,
  ids: readonly number[],
  { signal, onTokens }: Interruptible & { readonly onTokens: (done: number) => void },
): Promise<Prefilled> {
  // A masked column stands for the prefix that the prompt does not have: of an empty one, onnxruntime 1.30 on CPU
  // computes garbage (a product over no columns is left as it was in memory).
  const noPrefix = zeroKeyValues(model, 1, 1);
  let prefix = zeroKeyValues(model, 1, 0);
  let logits: Float32Array = new Float32Array(0);
  for (let start = 0; start < ids.length; start += chunkLength) {
    await breathe(signal);
    const chunk = ids.slice(start, start + chunkLength);
    const result = await model.run({
      rows: 1,
      length: chunk.length,
      ids: chunk,
      positions: chunk.map((_, i) => start + i),
      bias: causalBias(noPrefix.columns, start, chunk.length),
      prefix: noPrefix,
      past: prefix,
      logitPosition: chunk.length - 1,
    });
    prefix = result.present;
    logits = result.logits;
    onTokens(start + chunk.length);
  }
  return { prefix, logits };
}

/** What one batched decoding needs. */
export interface Decoding extends Interruptible {
  readonly prefilled: Prefilled;
  /** The responses to write, in this order; each is begun when a row is free for it. */
  readonly responses: Iterator<Response, unknown>;
  readonly batchSize: number;
  readonly sampler: Sampler;
  readonly onAttempt: (attempt: Attempt) => void;
  /** Told after each step how many tokens were drawn since the last time, and how many rows are being written. */
  readonly onStep: (tokens: number, writing: number) => void;
}

/**
 * Writes all responses, `batchSize` at a time. A row's own tokens are always the last columns of the cache, as many
 * as it was fed; what stands before them is masked. So a finished row is replaced by the next response at once, by
 * masking alone, and the cache is copied only when rows fall away or most of its columns are masked for all rows.
 */
export async function decode(model: DecodingModel, decoding: Decoding): Promise<void> {
  const { prefilled, sampler, onAttempt, onStep, signal } = decoding;
  const { vocabulary, width } = model;
  let drawn = 0;

  const draw = (response: Response, logits: Float32Array) => {
    response.take(sampler.draw(logits, response.random));
    drawn++;
  };
  const begin = (): Response[] => {
    const next = decoding.responses.next();
    if (next.done) return [];
    draw(next.value, prefilled.logits);
    return [next.value];
  };

  let rows = Array.from({ length: decoding.batchSize }, begin).flat();
  let past = zeroKeyValues(model, rows.length, 0);
  onStep(drawn, rows.length);
  while (rows.length > 0) {
    await breathe(signal);
    const { logits, hidden, present } = await model.run(nextStep(prefilled.prefix, past, rows));
    drawn = 0;
    // What each row goes on with: its response, the next one, or nothing when none is left.
    const successors = rows.map((response, row): readonly Response[] => {
      response.takeState(hidden.subarray(row * width, (row + 1) * width));
      if (!response.finished) draw(response, logits.subarray(row * vocabulary, (row + 1) * vocabulary));
      if (!response.complete) return [response];
      onAttempt(response.toAttempt());
      return begin();
    });
    past = withoutWaste(model, present, successors);
    rows = successors.flat();
    onStep(drawn, rows.length);
  }
}

/** Lets waiting messages, a cancel among them, be received; then throws if this was called off. */
async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new CancelledError();
}

/** The step that feeds each response its latest token. */
function nextStep(prefix: KeyValues, past: KeyValues, rows: readonly Response[]): Step {
  const columns = prefix.columns + past.columns + 1;
  const bias = new Float32Array(rows.length * columns);
  for (const [row, response] of rows.entries()) {
    const start = row * columns + prefix.columns;
    bias.fill(masked, start, start + past.columns - response.columns);
  }
  return {
    rows: rows.length,
    length: 1,
    ids: rows.map((response) => response.nextToken),
    positions: rows.map((response) => prefix.columns + response.columns),
    bias,
    prefix,
    past,
    logitPosition: 0,
  };
}

/** Drops the rows that have no successor, and the columns that no row sees once they are half of all. */
function withoutWaste(
  shape: KeyValueShape,
  present: KeyValues,
  successors: readonly (readonly Response[])[],
): KeyValues {
  const kept = successors.flatMap((responses, row) => responses.map(({ columns }) => ({ row, columns })));
  const seen = Math.max(0, ...kept.map(({ columns }) => columns));
  if (kept.length === present.rows && 2 * seen >= present.columns) return present;
  return compact(shape, present, kept);
}

/** [length, hidden + past + length]: each new token sees all of the past and, of the new ones, those up to itself. */
function causalBias(hidden: number, past: number, length: number): Float32Array {
  const columns = hidden + past + length;
  const bias = new Float32Array(length * columns);
  for (let row = 0; row < length; row++) {
    bias.fill(masked, row * columns, row * columns + hidden);
    bias.fill(masked, row * columns + hidden + past + row + 1, (row + 1) * columns);
  }
  return bias;
}
