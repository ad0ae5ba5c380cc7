import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Adapter, modules } from '../../../src/core/adapter.js';
import { RandomStream } from '../../../src/core/random.js';
import { adamW, initialState } from '../../../src/core/training/adamw.js';
import { parametersOf, sumOf, withParameters } from '../../../src/core/training/parameters.js';
import { readCheckpoint, type TrainingState, writeCheckpoint } from '../../../src/train/checkpoint.js';

const random = RandomStream.of(6);
const numbers = (length: number) => Float32Array.from({ length }, () => random.normal());
const adapter: Adapter = {
  rank: 2,
  layers: [0, 1].map(
    () =>
      Object.fromEntries(
        modules.map((module) => [module, { a: numbers(6), b: numbers(8) }]),
      ) as Adapter['layers'][number],
  ),
};
const options = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxGradientNorm: 1,
};

/** States of a training of so many steps, with the gradients of a seed. */
function statesOf(
  count: number,
  from: TrainingState = { step: 0, adapter, optimizer: initialState(parametersOf(adapter)) },
) {
  const states = [from];
  while (states.length <= count) {
    const { step, adapter: before, optimizer } = states.at(-1)!;
    const noise = RandomStream.of(step);
    const gradients = parametersOf(before).map((array) => array.map(() => noise.normal()));
    const made = adamW(parametersOf(before), gradients, optimizer, options);
    states.push({ step: step + 1, adapter: withParameters(before, made.parameters), optimizer: made.state });
  }
  return states;
}

async function folderWith(states: readonly TrainingState[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'checkpoint-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const state of states) await writeCheckpoint(folder, state);
  return folder;
}

describe('checkpoints', () => {
  it('are what training goes on from as if it had not been cut off', async () => {
    const whole = statesOf(5);
    const read = await readCheckpoint(await folderWith(whole.slice(0, 3)));
    expect(read).toEqual(whole[2]);
    expect(statesOf(3, read!).at(-1)).toEqual(whole[5]);
  });

  it('are kept in a small number', async () => {
    const folder = await folderWith(statesOf(12));
    expect(readdirSync(folder).sort()).toEqual(['checkpoint-11.safetensors', 'checkpoint-12.safetensors']);
  });

  it.each([
    ['cut off', (file: string) => truncateSync(file, 1000)],
    ['empty', (file: string) => truncateSync(file, 0)],
    [
      'changed',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[bytes.length - 3]! ^= 1;
        writeFileSync(file, bytes);
      },
    ],
  ])('of which the newest is %s are taken up at the one before it', async (_, damage) => {
    const states = statesOf(2);
    const folder = await folderWith(states);
    damage(path.join(folder, 'checkpoint-2.safetensors'));
    writeFileSync(path.join(folder, 'checkpoint-3.safetensors.partial'), 'x');
    expect(await readCheckpoint(folder)).toEqual(states[1]);
  });

  it('are none where nothing was written', async () => {
    expect(await readCheckpoint(path.join(tmpdir(), 'no such folder'))).toBeNull();
    expect(await readCheckpoint(await folderWith([]))).toBeNull();
  });
});

describe('parameters', () => {
  it('come back as the adapter that they are of, and are summed one by one', () => {
    expect(withParameters(adapter, parametersOf(adapter))).toEqual(adapter);
    const twice = sumOf([adapter, adapter]);
    expect(twice.layers[1]!.up.b).toEqual(adapter.layers[1]!.up.b.map((value) => 2 * value));
    expect(() => withParameters(adapter, [])).toThrow(RangeError);
  });
});
