import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginning,
  type Position,
  problemsOfStep,
  type Schedule,
} from '../../../../src/core/training/problem-order.js';

function taken(schedule: Schedule, steps: number, from: Position = beginning): number[] {
  const all: number[] = [];
  let position = from;
  for (let step = 0; step < steps; step++) {
    const { problems, next } = problemsOfStep(schedule, position);
    expect(problems.length).toBe(schedule.perStep);
    all.push(...problems);
    position = next;
  }
  return all;
}

describe('the order of problems', () => {
  it('has each problem once in every epoch, also where a step is longer than one', () => {
    const schedules = fc.record({
      problems: fc.integer({ min: 1, max: 12 }),
      perStep: fc.integer({ min: 1, max: 30 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(schedules, (schedule) => {
        const { problems } = schedule;
        const order = taken(schedule, 8);
        for (let start = 0; start + problems <= order.length; start += problems) {
          const epoch = order.slice(start, start + problems).sort((a, b) => a - b);
          expect(epoch).toEqual([...epoch.keys()]);
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('goes on from a position alone', () => {
    const schedule = { problems: 10, perStep: 4, seed: 6 };
    let position = beginning;
    for (let step = 0; step < 5; step++) position = problemsOfStep(schedule, position).next;
    expect(position).toEqual({ epoch: 2, index: 0 });
    expect(taken(schedule, 6, { ...position })).toEqual(taken(schedule, 11).slice(20));
  });

  it('is another one in each epoch and for each seed', () => {
    const [problems, perStep] = [30, 30];
    const orders = [1, 2].flatMap((seed) => {
      const order = taken({ problems, perStep, seed }, 2);
      return [order.slice(0, problems).join(), order.slice(problems).join()];
    });
    expect(new Set(orders).size).toBe(4);
  });

  it('puts each problem at each place equally often', () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    const order = taken({ problems: 4, perStep: 4, seed: 3 }, 400);
    for (const [place, problem] of order.entries()) counts[place % 4]![problem]!++;
    const chiSquare = counts.flat().reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    expect(chiSquare).toBeLessThan(27.9); // 9 degrees of freedom, p = 0.001
  });

  it.each([
    [{ problems: 0, perStep: 1, seed: 1 }, beginning],
    [{ problems: 3, perStep: 0, seed: 1 }, beginning],
    [{ problems: 3, perStep: Number.POSITIVE_INFINITY, seed: 1 }, beginning],
    [
      { problems: 3, perStep: 1, seed: 1 },
      { epoch: 0, index: 3 },
    ],
    [
      { problems: 3, perStep: 1, seed: 1 },
      { epoch: -1, index: 0 },
    ],
  ])('refuses what is none, case %#', (schedule, position) => {
    expect(() => problemsOfStep(schedule, position)).toThrow(RangeError);
  });
});
