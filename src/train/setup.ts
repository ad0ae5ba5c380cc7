import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../core/domain.js';
import { TrainingFolderError } from './errors.js';
import type { TrainingPlan } from './plan.js';

/** What a training began with, so that it can go on without being told again. */
export interface TrainingSetup {
  readonly plan: TrainingPlan;
  readonly modelPath: string;
  readonly training: readonly Problem[];
  readonly leftOut: readonly Problem[];
}

/** Its file in a training's folder. */
export const SETUP = 'training.json';

const format = 1;

export async function writeSetup(folder: string, setup: TrainingSetup): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = fileIn(folder);
  await writeFile(`${file}.partial`, `${JSON.stringify({ format, ...setup })}\n`, { flush: true });
  await rename(`${file}.partial`, file);
}

/** @throws TrainingFolderError */
export async function readSetup(folder: string): Promise<TrainingSetup> {
  try {
    const { format: found, ...setup } = JSON.parse(await readFile(fileIn(folder), 'utf8')) as TrainingSetup & {
      format: unknown;
    };
    if (found !== format) throw new Error(`format ${found}`);
    return setup;
  } catch (cause) {
    throw new TrainingFolderError(folder, { cause });
  }
}

function fileIn(folder: string): string {
  return path.join(folder, SETUP);
}
