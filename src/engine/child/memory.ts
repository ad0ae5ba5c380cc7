import os from 'node:os';
import { NotEnoughMemoryError } from '../errors.js';

/** What the program itself, onnxruntime and the activations take beside weights and caches, at most. */
export const overheadBytes = 250e6;

/**
 * Memory that this process may still take, in bytes. Node (20.13 and later) heeds the limits of containers. macOS
 * counts as free only what nobody has touched lately, which says little: there, half of all memory.
 */
export function availableMemory(): number {
  if (process.platform === 'darwin') return os.totalmem() / 2;
  return process.availableMemory();
}

/**
 * The first of several ways to keep a model's weights that fits into memory.
 *
 * @throws NotEnoughMemoryError where none does
 */
export function firstThatFits<Choice>(
  choices: readonly Choice[],
  weightsOf: (choice: Choice) => number,
  available: number,
): Choice {
  let least = Number.POSITIVE_INFINITY;
  for (const choice of choices) {
    const needed = weightsOf(choice) + overheadBytes;
    if (needed <= available) return choice;
    least = Math.min(least, needed);
  }
  throw new NotEnoughMemoryError(least, available);
}

/** Rows beyond which more at once brings little: the kernels are busy. */
const mostRows = 64;

/**
 * How many attempts to write at once: as many as were asked for, where memory allows it.
 *
 * @param bytesOfRow what each takes
 * @throws NotEnoughMemoryError where not even one fits
 */
export function batchSizeFor(attempts: number, bytesOfPrompt: number, bytesOfRow: number, available: number): number {
  const fitting = Math.floor((available - bytesOfPrompt) / bytesOfRow);
  if (fitting < 1) throw new NotEnoughMemoryError(bytesOfPrompt + bytesOfRow, available);
  return Math.min(attempts, mostRows, fitting);
}
