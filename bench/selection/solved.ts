import { differenceOfMeans, meanOf } from '../../src/core/statistics.js';
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
  const shares = sharesUpTo(size);
  const heads = ['order', 'mean runs', 'median', ...shares.map(({ name }) => name)];
  const rows = orders.map(({ name, runs }) => {
    const found = [...runs.values()].flatMap((pool) => [...pool.values()]);
    const counts = found.map((each) => each.runs);
    return [
      name,
      meanOf(counts).toFixed(2),
      median(counts).toFixed(2),
      ...shares.map(({ of }) => meanOf(found.map(of)).toFixed(2)),
    ];
  });
  return table(heads, rows);
}

/** What an order solves more than a reference, in points (1 is all problems), with intervals over the problems. */
export function gainTable(orders: readonly Order[], reference: Order, size: number): string {
  const shares = sharesUpTo(size).filter(({ k }) => k !== size);
  const heads = [`more than ${reference.name}`, ...shares.map(({ name }) => name)];
  const rows = orders.map(({ name, runs }) => [
    name,
    ...shares.map(({ of }) => {
      const pairs = [...runs].flatMap(([pool, found]) =>
        [...found].map(([problem, each]) => [of(each), of(reference.runs.get(pool)!.get(problem)!)] as const),
      );
      const { difference, low, high } = differenceOfMeans(pairs);
      return `${difference.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
    }),
  ]);
  return table(heads, rows);
}

interface Share {
  readonly name: string;
  /** null for the mean over several. */
  readonly k: number | null;
  /** The probability that a problem is solved. */
  readonly of: (found: Found) => number;
}

/** pass@k for each k that is shown, and the area under the curve. */
function sharesUpTo(size: number): Share[] {
  const most = Math.min(size, shownK.at(-1)!);
  const every = Array.from({ length: most }, (_, index) => index + 1);
  return [
    ...shownK.filter((k) => k <= most).map((k): Share => ({ name: `pass@${k}`, k, of: (found) => found.within(k) })),
    {
      name: `mean pass@1 to ${most}`,
      k: null,
      of: (found) => meanOf(every.map((k) => found.within(k))),
    },
  ];
}
