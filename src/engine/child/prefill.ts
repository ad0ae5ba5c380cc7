import { HIDDEN } from '../../model/graph/window.js';
import type { KeyValues } from './key-values.js';
import { breathe, type DecodingModel, type Interruptible } from './model.js';
import type { Distribution } from './step.js';

/** A prompt, computed once: what all its attempts share. */
export interface Prefilled {
  readonly ids: readonly number[];
  readonly prefix: KeyValues;
  /** What comes after the last token. */
  readonly distribution: Distribution;
  readonly inverseTemperature: number;
}

export interface Prefilling extends Interruptible {
  readonly inverseTemperature: number;
  /** A prompt that was computed before. It must not be used any more: what both begin with is taken over. */
  readonly before?: Prefilled | undefined;
  /** Told how many of the tokens are done. */
  readonly onTokens: (done: number) => void;
}

/** A prompt is computed so many tokens at a time, so that it can be watched and cancelled. */
const chunkLength = 128;

/**
 * Runs a prompt (at least one token) through the model. Of one that begins as the last one did, whole chunks are taken
 * over: the same chunks in the same shape give the same numbers, whether they were computed now or then.
 */
export async function prefill(model: DecodingModel, ids: readonly number[], options: Prefilling): Promise<Prefilled> {
  const { before, inverseTemperature, onTokens } = options;
  const common = before ? commonLength(before.ids, ids) : 0;
  if (before && common === ids.length && common === before.ids.length) {
    if (before.inverseTemperature === inverseTemperature) return before;
  }
  // The last chunk is always computed: it gives the distribution.
  const kept = Math.min(common, ids.length - 1);
  let done = kept - (kept % chunkLength);
  if (before && done === 0) before.prefix.dispose();
  const prefix = await (before && done > 0
    ? before.prefix.shortened(done, ids.length)
    : model.newKeyValues(1, ids.length, 1));
  // A column of zeros, to be hidden, stands for what the row would have of its own.
  const past = model.newKeyValues(1, 1, 1);
  let distribution: Distribution | undefined;
  while (done < ids.length) {
    await breathe(options);
    const chunk = ids.slice(done, done + chunkLength);
    const result = await model.run({
      rows: 1,
      length: chunk.length,
      ids: chunk,
      positions: chunk.map((_, i) => done + i),
      bias: causalBias(prefix.columns, done, past.columns, chunk.length),
      prefix,
      past,
      position: chunk.length - 1,
      inverseTemperature,
    });
    await prefix.put(result.keyValues, chunk.length, done);
    [distribution] = result.distributions;
    done += chunk.length;
    onTokens(done);
  }
  past.dispose();
  if (!distribution) throw new RangeError('a prompt has at least one token');
  return { ids, prefix, distribution, inverseTemperature };
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** [length, prefix + past + length]: each new token sees the prefix, as far as it is there, and those up to itself. */
function causalBias(prefix: number, done: number, past: number, length: number): Float32Array {
  const columns = prefix + past + length;
  const bias = new Float32Array(length * columns);
  for (let row = 0; row < length; row++) {
    bias.fill(HIDDEN, row * columns + done, row * columns + prefix + past);
    bias.fill(HIDDEN, row * columns + prefix + past + row + 1, (row + 1) * columns);
  }
  return bias;
}
