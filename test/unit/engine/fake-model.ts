import { Tensor } from 'onnxruntime-node';
import { AppendedKeyValues, type KeyValueOperations } from '../../../src/engine/child/appended-key-values.js';
import { InPlaceKeyValues, type KeyValues } from '../../../src/engine/child/key-values.js';
import type { DecodingModel } from '../../../src/engine/child/model.js';
import type { Step, StepResult } from '../../../src/engine/child/step.js';
import { HIDDEN } from '../../../src/model/graph/window.js';
import { distributionOf } from './distribution.js';

/** Tokens a fake model knows. */
export const vocabulary = 40;

/** Of the keys and values. */
const shape = { layers: 1, kvHeads: 1, headDim: 2 };

/** What a GPU does in its own memory. */
const operations: KeyValueOperations = {
  append: async (past, fresh) =>
    past.map((tensor, index) => {
      const other = fresh[index]!;
      return made(tensor.dims[1]!, tensor.dims[2]! + other.dims[2]!, (row, column) =>
        column < tensor.dims[2]! ? cell(tensor, row, column) : cell(other, row, column - tensor.dims[2]!),
      );
    }),
  select: async (past, rows, columns) =>
    past.map((tensor) =>
      made(rows.length, columns.length, (row, column) => cell(tensor, rows[row]!, columns[column]!)),
    ),
};

function made(rows: number, columns: number, of: (row: number, column: number) => readonly number[]): Tensor {
  if (rows * columns === 0) throw new Error('An empty tensor makes the WebGPU provider crash.');
  const cells = Array.from({ length: rows * columns }, (_, i) => of(Math.floor(i / columns), i % columns));
  return new Tensor('float32', Float32Array.from(cells.flat()), [1, rows, columns, 2]);
}

/** The token and the position that the tensor has there. */
function cell({ data, dims }: Tensor, row: number, column: number): readonly number[] {
  const at = (row * dims[2]! + column) * 2;
  return [(data as Float32Array)[at]!, (data as Float32Array)[at + 1]!];
}

/** What a step was like; the caches themselves are written again and again. */
export interface SeenStep {
  readonly rows: number;
  readonly length: number;
  readonly pastColumns: number;
}

/**
 * A model that is all bookkeeping: keys hold a token and its position, and logits and states are functions of
 * exactly the tokens a row may see, in the order of their positions. So a column masked wrongly, a position off by
 * one or a mistake in moving the cache changes what is drawn, and nothing is ever rounded.
 */
export function fakeModel(
  caches: 'in place' | 'appended' = 'in place',
): DecodingModel & { readonly steps: SeenStep[] } {
  const steps: SeenStep[] = [];
  return {
    vocabulary,
    width: 2,
    steps,
    newKeyValues: (rows, reserve, granularity) =>
      caches === 'in place'
        ? new InPlaceKeyValues(shape, rows, reserve, granularity)
        : AppendedKeyValues.empty(operations, shape, 'cpu', rows),
    run: async (step) => {
      steps.push({ rows: step.rows, length: step.length, pastColumns: step.past.columns });
      return runStep(step);
    },
    close: async () => {},
  };
}

/** What the fake model says after these tokens: logits and the state of the last one. */
export function fakeOutput(tokens: readonly number[]): { logits: number[]; state: number[] } {
  let hash = 17;
  for (const token of tokens) hash = (Math.imul(hash, 31) + token) >>> 0;
  const logits = Array.from({ length: vocabulary }, (_, i) => (Math.imul(hash + i, 2_654_435_761) >>> 24) / 64);
  return { logits, state: [tokens.at(-1)!, hash % 1000] };
}

function runStep(step: Step): StepResult {
  const { rows, length, ids, positions, bias, prefix, past, position, inverseTemperature } = step;
  const distributions = [];
  const states: number[] = [];
  for (let row = 0; row < rows; row++) {
    const fresh = Array.from({ length }, (_, t) => ({
      token: ids[row * length + t]!,
      position: positions[row * length + t]!,
    }));
    const cells = [...pairs(prefix, 0), ...pairs(past, row), ...fresh];
    for (let t = 0; t < length; t++) {
      const weights = bias.subarray((row * length + t) * cells.length, (row * length + t + 1) * cells.length);
      const seen = cells.filter((_, i) => weights[i] !== HIDDEN).sort((a, b) => a.position - b.position);
      const idle = ids[row] === 0 && t === 0;
      if (!idle && seen.some((cell, i) => cell.position !== i)) throw new Error('A row sees a gap or another row.');
      const output = fakeOutput(seen.map(({ token }) => token));
      states.push(...output.state);
      if (t === position) distributions.push(distributionOf(output.logits, 1 / inverseTemperature));
    }
  }
  const keys = Float32Array.from(ids.flatMap((id, i) => [id, positions[i]!]));
  const keyValues = [keys, keys.slice()].map((values) => new Tensor('float32', values, [1, rows, length, 2]));
  return { distributions, hidden: Float32Array.from(states), layerStates: [], keyValues };
}

function pairs({ columns, tensors }: KeyValues, row: number): { token: number; position: number }[] {
  return Array.from({ length: columns }, (_, column) => {
    const [token, position] = cell(tensors[0]!, row, column);
    return { token: token!, position: position! };
  });
}
