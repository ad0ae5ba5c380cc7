import type { DecodingModel } from '../../../src/engine/child/decode.js';
import type { KeyValues } from '../../../src/engine/child/key-values.js';
import { masked, type Step, type StepResult } from '../../../src/engine/child/step.js';

/** Tokens a fake model knows. */
export const vocabulary = 40;

/**
 * A model that is all bookkeeping: keys hold a token and its position, and logits and states are functions of
 * exactly the tokens a row may see, in the order of their positions. So a column masked wrongly, a position off by
 * one or a mistake in moving the cache changes what is drawn, and nothing is ever rounded.
 */
export function fakeModel(): DecodingModel & { readonly steps: Step[] } {
  const steps: Step[] = [];
  return {
    layers: 1,
    kvHeads: 1,
    headDim: 2,
    vocabulary,
    width: 2,
    steps,
    run: async (step) => {
      steps.push(step);
      return runStep(step);
    },
  };
}

/** What the fake model says after these tokens: logits and the state of the last one. */
export function fakeOutput(tokens: readonly number[]): { logits: number[]; state: number[] } {
  let hash = 17;
  for (const token of tokens) hash = (Math.imul(hash, 31) + token) >>> 0;
  const logits = Array.from({ length: vocabulary }, (_, i) => (Math.imul(hash + i, 2_654_435_761) >>> 24) / 64);
  return { logits, state: [tokens.at(-1)!, hash % 1000] };
}

function runStep({ rows, length, ids, positions, bias, prefix, past, logitPosition }: Step): StepResult {
  const columns = past.columns + length;
  const present = new Float32Array(rows * columns * 2);
  const logits: number[] = [];
  const states: number[] = [];
  for (let row = 0; row < rows; row++) {
    present.set(past.tensors[0]!.subarray(row * past.columns * 2, (row + 1) * past.columns * 2), row * columns * 2);
    for (let t = 0; t < length; t++) {
      const pair = [ids[row * length + t]!, positions[row * length + t]!];
      present.set(pair, (row * columns + past.columns + t) * 2);
    }
    const cells = [...pairs(prefix, 0), ...pairs({ rows, columns, tensors: [present] }, row)];
    for (let t = 0; t < length; t++) {
      const weights = bias.subarray((row * length + t) * cells.length, (row * length + t + 1) * cells.length);
      const seen = cells.filter((_, i) => weights[i] !== masked).sort((a, b) => a.position - b.position);
      if (seen.some(({ position }, i) => position !== i)) throw new Error('A row sees a gap or another row.');
      const output = fakeOutput(seen.map(({ token }) => token));
      states.push(...output.state);
      if (t === logitPosition) logits.push(...output.logits);
    }
  }
  return {
    logits: Float32Array.from(logits),
    hidden: Float32Array.from(states),
    present: { rows, columns, tensors: [present, present.slice()] },
  };
}

function pairs({ columns, tensors }: KeyValues, row: number): { token: number; position: number }[] {
  return Array.from({ length: columns }, (_, i) => {
    const at = (row * columns + i) * 2;
    return { token: tensors[0]![at]!, position: tensors[0]![at + 1]! };
  });
}
