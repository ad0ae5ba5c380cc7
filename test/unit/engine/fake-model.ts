import type { KeyValues } from '../../../src/engine/child/key-values.js';
import type { DecodingModel } from '../../../src/engine/child/model.js';
import { masked, type Step, type StepResult } from '../../../src/engine/child/step.js';
import { distributionOf } from './distribution.js';

/** Tokens a fake model knows. */
export const vocabulary = 40;

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
export function fakeModel(): DecodingModel & { readonly steps: SeenStep[] } {
  const steps: SeenStep[] = [];
  return {
    layers: 1,
    kvHeads: 1,
    headDim: 2,
    vocabulary,
    width: 2,
    steps,
    run: async (step) => {
      steps.push({ rows: step.rows, length: step.length, pastColumns: step.past.columns });
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
      const seen = cells.filter((_, i) => weights[i] !== masked).sort((a, b) => a.position - b.position);
      const idle = ids[row] === 0 && t === 0;
      if (!idle && seen.some((cell, i) => cell.position !== i)) throw new Error('A row sees a gap or another row.');
      const output = fakeOutput(seen.map(({ token }) => token));
      states.push(...output.state);
      if (t === position) distributions.push(distributionOf(output.logits, 1 / inverseTemperature));
    }
  }
  const keys = Float32Array.from(ids.flatMap((id, i) => [id, positions[i]!]));
  return { distributions, hidden: Float32Array.from(states), keyValues: [keys, keys.slice()] };
}

function pairs({ columns, tensors }: KeyValues, row: number): { token: number; position: number }[] {
  return Array.from({ length: columns }, (_, i) => {
    const at = (row * columns + i) * 2;
    return { token: tensors[0]![at]!, position: tensors[0]![at + 1]! };
  });
}
