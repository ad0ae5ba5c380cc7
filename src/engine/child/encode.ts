import { HIDDEN } from '../../model/graph/window.js';
import { breathe, type DecodingModel, type Interruptible } from './model.js';
import type { Prefilled } from './prefill.js';

/** So many tokens are computed at once: enough to keep the kernels busy, and little memory. */
const tokensAtOnce = 512;

export interface Encoding extends Interruptible {
  readonly prefilled: Prefilled;
  /** The tokens that the model is to be fed, at least one each. */
  readonly texts: readonly (readonly number[])[];
  /** Told how many are done. */
  readonly onTexts: (done: number) => void;
}

/**
 * The representations of texts behind one prompt, as attempts have them that were drawn here: the mean of the final norm's
 * output over the tokens fed, [D] each.
 */
export async function encode(model: DecodingModel, encoding: Encoding): Promise<Float32Array[]> {
  const { texts, onTexts } = encoding;
  const found: Float32Array[] = new Array(texts.length);
  // Those of about the same length together, as the shorter ones of a batch are filled up.
  const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length || a - b);
  let done = 0;
  while (done < order.length) {
    await breathe(encoding);
    const batch = nextBatch(order, done, texts);
    const means = await encodeBatch(
      model,
      encoding.prefilled,
      batch.map((index) => texts[index]!),
    );
    for (const [row, index] of batch.entries()) found[index] = means[row]!;
    done += batch.length;
    onTexts(done);
  }
  return found;
}

function nextBatch(order: readonly number[], from: number, texts: readonly (readonly number[])[]): number[] {
  let to = from + 1;
  while (to < order.length && texts[order[to]!]!.length * (to + 1 - from) <= tokensAtOnce) to++;
  return order.slice(from, to);
}

async function encodeBatch(
  model: DecodingModel,
  { prefix, inverseTemperature }: Prefilled,
  texts: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  const { width } = model;
  const length = Math.max(...texts.map((text) => text.length));
  // A column of zeros, to be hidden, stands for what the rows would have of their own.
  const past = model.newKeyValues(texts.length, 1, 1);
  const columns = prefix.columns + past.columns + length;
  const ofRow = new Float32Array(length * columns).fill(HIDDEN);
  for (let token = 0; token < length; token++) {
    const start = token * columns;
    ofRow.fill(0, start, start + prefix.columns);
    ofRow.fill(0, start + columns - length, start + columns - length + token + 1);
  }
  const bias = new Float32Array(texts.length * ofRow.length);
  for (const row of texts.keys()) bias.set(ofRow, row * ofRow.length);
  const places = texts.flatMap((text) => Array.from({ length }, (_, place) => ({ text, place })));
  try {
    const { hidden } = await model.run({
      rows: texts.length,
      length,
      ids: places.map(({ text, place }) => text[place] ?? 0),
      positions: places.map(({ place }) => prefix.columns + place),
      bias,
      prefix,
      past,
      position: 0,
      inverseTemperature,
    });
    return texts.map((text, row) => meanState(hidden.subarray(row * length * width), text.length, width));
  } finally {
    past.dispose();
  }
}

function meanState(states: Float32Array, count: number, width: number): Float32Array {
  const sum = new Float64Array(width);
  for (let token = 0; token < count; token++) {
    for (let i = 0; i < width; i++) sum[i]! += states[token * width + i]!;
  }
  return Float32Array.from(sum, (value) => value / count);
}
