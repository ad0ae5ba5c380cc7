import { intervalText, meanOf } from '../../src/core/statistics.js';
import { table } from '../table.js';
import { type Cases, relative } from './measure.js';
import type { Order } from './orders.js';

/** Runs relative to a reference: a row an order, a column a pool; over all pools relative to a rival too. */
export function ratiosTable(cases: readonly Cases[], orders: readonly Order[], reference: Order, rival: Order): string {
  const heads = [
    'order',
    ...cases.map(({ pool, byProblem }) => `${pool} (${byProblem.size})`),
    'all',
    `all, relative to ${rival.name}`,
  ];
  const rows = orders.map(({ name, runs }) => [
    name,
    ...cases.map(({ pool }) => intervalText(relative([runs.get(pool)!], [reference.runs.get(pool)!]))),
    ...[reference, rival].map((other) => intervalText(relative([...runs.values()], [...other.runs.values()]))),
  ]);
  const means = cases.map(({ pool }) =>
    meanOf([...reference.runs.get(pool)!.values()].map((found) => found.runs)).toFixed(2),
  );
  return `${table(heads, rows)}\n\n${reference.name} needs ${means.join(', ')} runs on average.`;
}
