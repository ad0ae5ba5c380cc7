import type { GaussianProcess } from '../gaussian-process.js';
import type { Selection } from './selector.js';
import { type FlooredScore, type Score, Untaken } from './untaken.js';

/** Scores of a pool's rows that follow from what was taken and learned. */
export interface Scores {
  readonly of: FlooredScore;
  /** Never below the score, and cheaper. */
  readonly bound: Score;
  take(row: number): void;
  learn(row: number, reward: number): void;
}

/** Always the row with the largest score, the lowest of equals. */
export function greedy(rows: number, scores: Scores): Selection {
  const untaken = new Untaken(rows);
  return {
    propose: () => untaken.bestWithin(scores.bound, scores.of),
    take(row) {
      untaken.take(row);
      scores.take(row);
    },
    learn: scores.learn,
  };
}

/** Always the row of which the process knows least: it hears of no verdict. */
export function mostUncertain(process: GaussianProcess, rows: number): Selection {
  return greedy(rows, {
    of: (row, floor) => process.variance(row, floor),
    bound: (row) => process.varianceBound(row),
    take: (row) => process.take(row),
    learn: () => {},
  });
}

/** An order that nothing changes: all rows, the first to verify first. */
export function fixed(order: readonly number[]): Selection {
  const untaken = new Untaken(order.length);
  return {
    propose: () => untaken.firstOf(order),
    take: (row) => untaken.take(row),
    learn: () => {},
  };
}

/** As a selection proposes, but for the first pick. */
export function withFirst(first: () => number, selection: Selection): Selection {
  let begun = false;
  return {
    propose: () => (begun ? selection.propose() : first()),
    take(row) {
      begun = true;
      selection.take(row);
    },
    learn: selection.learn,
  };
}

/**
 * One of a group at a time: of those groups of which the fewest were taken, the first that has any left.
 *
 * @param groups the order of all groups, and within them of their rows
 */
export function nextInTurn(groups: readonly (readonly number[])[], untaken: Untaken): number {
  let [fewest, next] = [Number.POSITIVE_INFINITY, -1];
  for (const group of groups) {
    const left = group.filter((row) => untaken.has(row));
    const taken = group.length - left.length;
    if (left.length > 0 && taken < fewest) [fewest, next] = [taken, left[0]!];
  }
  return next;
}
