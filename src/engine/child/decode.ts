import type { Attempt } from '../../core/domain.js';
import { Columns } from './columns.js';
import type { KeyValues } from './key-values.js';
import { breathe, type DecodingModel, type Interruptible } from './model.js';
import type { Prefilled } from './prefill.js';
import type { Response } from './response.js';
import type { Sampler } from './sampler.js';
import type { Distribution, Step } from './step.js';

/** What one batched decoding needs. */
export interface Decoding extends Interruptible {
  readonly prefilled: Prefilled;
  /** The responses to write, in this order; each is begun when a row is free for it. */
  readonly responses: Iterator<Response, unknown>;
  readonly batchSize: number;
  /** Most tokens of one response. */
  readonly maxTokens: number;
  readonly sampler: Pick<Sampler, 'draw' | 'inverseTemperature'>;
  readonly onAttempt: (attempt: Attempt) => void;
  /** Told after each step how many tokens were drawn since the last time, and how many rows are being written. */
  readonly onStep: (tokens: number, writing: number) => void;
}

/** The caches grow by so many columns at a time; what is not yet written is masked. */
const columnsAtOnce = 16;
/** Rows without a response are dropped when they are this share of all: dropping copies what is kept. */
const idleShare = 0.25;
/** Columns that nobody sees are dropped when they are this share of all, and at least `columnsAtOnce`. */
const unseenShare = 0.25;

/**
 * Writes all responses, `batchSize` at a time. A finished one makes room for the next at once, through masking alone;
 * see `Columns`.
 */
export async function decode(model: DecodingModel, decoding: Decoding): Promise<void> {
  const { prefilled, sampler, onAttempt, onStep, maxTokens } = decoding;
  const { width } = model;
  let drawn = 0;

  const draw = async (response: Response, distribution: Distribution) => {
    response.take(await sampler.draw(distribution, response.random));
    drawn++;
  };
  const begin = async (): Promise<Response | undefined> => {
    const next = decoding.responses.next();
    if (next.done) return undefined;
    await draw(next.value, prefilled.distribution);
    return next.value;
  };

  let rows: (Response | undefined)[] = [];
  while (rows.length < decoding.batchSize) {
    const response = await begin();
    if (!response) break;
    rows.push(response);
  }
  const past = model.newKeyValues(rows.length, maxTokens, columnsAtOnce);
  const columns = new Columns(rows.length, past.dropColumns ? 'appended' : 'reused');
  onStep(drawn, rows.length);
  try {
    while (rows.length > 0) {
      await breathe(decoding);
      const { distributions, hidden, layerStates, keyValues } = await model.run(
        nextStep(prefilled.prefix, past, columns, rows, sampler.inverseTemperature),
      );
      drawn = 0;
      for (const [row, response] of rows.entries()) {
        const ofRow = (states: Float32Array) => states.subarray(row * width, (row + 1) * width);
        response?.takeState(ofRow(hidden), layerStates.map(ofRow));
        if (response && !response.finished) await draw(response, distributions[row]!);
      }
      await past.put(keyValues, 1, columns.next);
      columns.advance();
      for (const [row, response] of rows.entries()) {
        if (!response?.complete) continue;
        onAttempt(response.toAttempt());
        rows[row] = await begin();
        if (rows[row]) columns.begin(row);
        else columns.end(row);
      }
      const writing = [...rows.keys()].filter((row) => rows[row]);
      if (rows.length - writing.length >= idleShare * rows.length) {
        rows = writing.map((row) => rows[row]);
        columns.keepRows(writing);
        if (writing.length > 0) await past.keepRows(writing);
      }
      const unseen = columns.droppable;
      if (unseen >= Math.max(columnsAtOnce, unseenShare * past.columns)) {
        await past.dropColumns?.(unseen);
        columns.drop(unseen);
      }
      onStep(drawn, writing.length);
    }
  } finally {
    past.dispose();
  }
}

/** The step that feeds each response its latest token. */
function nextStep(
  prefix: KeyValues,
  past: KeyValues,
  columns: Columns,
  rows: readonly (Response | undefined)[],
  inverseTemperature: number,
): Step {
  const width = prefix.columns + past.columns + 1;
  const bias = new Float32Array(rows.length * width);
  for (const row of rows.keys()) bias.set(columns.biasOf(row, past.columns), row * width + prefix.columns);
  return {
    rows: rows.length,
    length: 1,
    // An idle row computes something, which nobody looks at.
    ids: rows.map((response) => response?.nextToken ?? 0),
    positions: rows.map((response) => prefix.columns + (response?.columns ?? 0)),
    bias,
    prefix,
    past,
    position: 0,
    inverseTemperature,
  };
}
