import { permutation } from '../permutation.js';
import { RandomStream } from '../random.js';

/** The problems that are trained on, and how they come. */
export interface Schedule {
  /** How many there are, at least 1. */
  readonly problems: number;
  /** How many a step takes, at least 1. */
  readonly perStep: number;
  readonly seed: number;
}

/** How far training has come: whole passes over all problems, and problems taken in the present one. */
export interface Position {
  readonly epoch: number;
  readonly index: number;
}

export const beginning: Position = { epoch: 0, index: 0 };

/**
 * The problems of the step at `position`, as places 0 … problems-1, and the position after it. Every epoch takes each problem
 * once, in an order of its own from its own random stream of the seed; a step that an epoch's end cuts
 * short goes on in the next, so that all are of one size and no problem is left out. Nothing but the position is to be kept.
 *
 * @throws RangeError where the schedule has no problems or steps without any, or the position is not in it
 */
export function problemsOfStep(
  { problems, perStep, seed }: Schedule,
  position: Position,
): { readonly problems: readonly number[]; readonly next: Position } {
  if (!(isCount(problems) && isCount(perStep))) throw new RangeError(`${perStep} of ${problems} problems a step`);
  if (!(position.epoch >= 0 && position.index >= 0 && position.index < problems)) {
    throw new RangeError(`problem ${position.index} of ${problems} in epoch ${position.epoch}`);
  }
  const taken: number[] = [];
  let { epoch, index } = position;
  while (taken.length < perStep) {
    const part = epochOrder(problems, seed, epoch).slice(index, index + perStep - taken.length);
    taken.push(...part);
    index += part.length;
    if (index === problems) [epoch, index] = [epoch + 1, 0];
  }
  return { problems: taken, next: { epoch, index } };
}

function epochOrder(problems: number, seed: number, epoch: number): number[] {
  return permutation(problems, nth(RandomStream.streams(seed), epoch));
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function nth<T>(values: Generator<T, never>, n: number): T {
  for (let skipped = 0; skipped < n; skipped++) values.next();
  return values.next().value;
}
