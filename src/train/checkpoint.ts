import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { type Adapter, modules } from '../core/adapter.js';
import type { AdamWState } from '../core/training/adamw.js';
import { parametersOf, withParameters } from '../core/training/parameters.js';
import { decodeSafetensors, encodeSafetensors, floatsOf, SafetensorsError, tensorOf } from '../model/safetensors.js';

/** All that a training goes on from: with it, its plan and its seed, the next steps are those that it would have made. */
export interface TrainingState {
  /** Steps made; the problems and random numbers of the next one follow from it. */
  readonly step: number;
  readonly adapter: Adapter;
  readonly optimizer: AdamWState;
}

/** Checkpoints that are kept: should the newest be damaged, the one before it is there. */
const kept = 2;

const description = z.object({
  format: z.literal(1),
  step: z.int().min(0),
  rank: z.int().min(1),
  layers: z.int().min(1),
  optimizerSteps: z.int().min(0),
});

const fileName = /^checkpoint-(\d+)\.safetensors$/;

/** Writes a checkpoint, on the disk when it returns, or not at all; and removes older ones. */
export async function writeCheckpoint(folder: string, state: TrainingState): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeState(path.join(folder, `checkpoint-${state.step}.safetensors`), state);
  for (const older of (await checkpointsIn(folder)).slice(kept)) await rm(path.join(folder, older));
}

/** The newest checkpoint that is whole; null where there is none. */
export async function readCheckpoint(folder: string): Promise<TrainingState | null> {
  for (const name of await checkpointsIn(folder)) {
    const state = await readState(path.join(folder, name));
    if (state) return state;
  }
  return null;
}

/** Writes a state into a file, which is there whole or as it was. */
export async function writeState(file: string, { step, adapter, optimizer }: TrainingState): Promise<void> {
  const names = namesOf(adapter.layers.length);
  const tensors = new Map(
    Object.entries({ adapter: parametersOf(adapter), mean: optimizer.means, square: optimizer.squares }).flatMap(
      ([kind, arrays]) =>
        arrays.map((array, index) => [`${kind}.${names[index]}`, tensorOf(array, [array.length])] as const),
    ),
  );
  const said = JSON.stringify({
    format: 1,
    step,
    rank: adapter.rank,
    layers: adapter.layers.length,
    optimizerSteps: optimizer.steps,
  } satisfies z.infer<typeof description>);
  const hash = hashOf(
    said,
    [...tensors.values()].map(({ bytes }) => bytes),
  );
  const handle = await open(`${file}.partial`, 'w');
  try {
    await handle.writeFile(encodeSafetensors({ tensors, metadata: { description: said, sha256: hash } }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.partial`, file);
}

/** The newest first. */
async function checkpointsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const stepOf = (name: string) => Number(fileName.exec(name)?.[1] ?? Number.NaN);
  return names.filter((name) => fileName.test(name)).sort((a, b) => stepOf(b) - stepOf(a));
}

/** What `writeState` wrote; null where the file is something else. */
export async function readState(file: string): Promise<TrainingState | null> {
  try {
    const { tensors, metadata } = decodeSafetensors(await readFile(file));
    const { description: said = '', sha256 } = metadata;
    const bytes = [...tensors.values()].map((tensor) => tensor.bytes);
    if (hashOf(said, bytes) !== sha256) return null;
    const { step, rank, layers, optimizerSteps } = description.parse(JSON.parse(said));
    const arrays = (kind: string) => namesOf(layers).map((name) => floatsOf(tensors.get(`${kind}.${name}`)!));
    return {
      step,
      adapter: withParameters({ rank, layers: { length: layers } }, arrays('adapter')),
      optimizer: { steps: optimizerSteps, means: arrays('mean'), squares: arrays('square') },
    };
  } catch (error) {
    if (error instanceof SafetensorsError) return null;
    throw error;
  }
}

/** In the order of an adapter's parameters. */
function namesOf(layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) =>
    modules.flatMap((module) => [`${layer}.${module}.a`, `${layer}.${module}.b`]),
  ).flat();
}

function hashOf(said: string, parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(said);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
