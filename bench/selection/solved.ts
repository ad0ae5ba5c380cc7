import { meanOf } from '../../src/core/statistics.js';
import { median } from '../statistics.js';
import { table } from '../table.js';
import type { Found } from './measure.js';
import type { Order } from './orders.js';

/** At which numbers of verifier runs the share of solved problems is told. */
export const shownK = [1, 2, 4, 8, 16, 32, 64];

/** The share of the problems that are solved within k runs. */
export function solvedWithin(found: Iterable<Found>, k: number): number {
  return meanOf([...found].map((each) => each.within(k)));
}

/** Verifier runs to the first success, and the share of the problems solved within so many, over all pools. */
export function solvedTable(orders: readonly Order[], size: number): string {
  const shown = shownK.filter((k) => k <= size);
  const every = Array.from({ length: Math.min(size, shownK.at(-1)!) }, (_, index) => index + 1);
  const heads = ['order', 'mean runs', 'median', ...shown.map((k) => `pass@${k}`), `mean pass@1 to ${every.length}`];
  const rows = orders.map(({ name, runs }) => {
    const found = [...runs.values()].flatMap((pool) => [...pool.values()]);
    const counts = found.map((each) => each.runs);
    const area = meanOf(every.map((k) => solvedWithin(found, k)));
    return [
      name,
      meanOf(counts).toFixed(2),
      median(counts).toFixed(2),
      ...shown.map((k) => solvedWithin(found, k).toFixed(2)),
      area.toFixed(3),
    ];
  });
  return table(heads, rows);
}
