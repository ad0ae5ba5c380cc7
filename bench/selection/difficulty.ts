import { intervalText, meanOf } from '../../src/core/statistics.js';
import { table } from '../table.js';
import { type Cases, type Runs, relative } from './measure.js';
import type { Order } from './orders.js';

const grades = [
  { name: 'below 5 % of attempts pass', holds: (passRate: number) => passRate < 0.05 },
  { name: '5 to 25 %', holds: (passRate: number) => passRate >= 0.05 && passRate < 0.25 },
  { name: '25 % and more', holds: (passRate: number) => passRate >= 0.25 },
] as const;

/** Runs relative to a reference by how hard a problem is for the model, over all pools. */
export function difficultyTable(cases: readonly Cases[], orders: readonly Order[], reference: Order): string {
  const sets = grades.map(({ holds }) => cases.map((each) => problemsOf(each, holds)));
  const heads = ['order', ...grades.map(({ name }, grade) => `${name} (${countOf(sets[grade]!)})`)];
  const rows = orders.map((order) => [
    order.name,
    ...sets.map((problems) =>
      countOf(problems) === 0
        ? '–'
        : intervalText(relative(onlyOf(order, cases, problems), onlyOf(reference, cases, problems))),
    ),
  ]);
  return table(heads, rows);
}

function problemsOf({ byProblem }: Cases, holds: (passRate: number) => boolean): ReadonlySet<string> {
  const those = [...byProblem].filter(([, cases]) =>
    holds(meanOf(cases.map(({ passing, attempts }) => passing / attempts))),
  );
  return new Set(those.map(([problem]) => problem));
}

function onlyOf({ runs }: Order, cases: readonly Cases[], problems: readonly ReadonlySet<string>[]): Runs[] {
  return cases.map(
    ({ pool }, index) => new Map([...runs.get(pool)!].filter(([problem]) => problems[index]!.has(problem))),
  );
}

function countOf(problems: readonly ReadonlySet<string>[]): number {
  return problems.reduce((sum, { size }) => sum + size, 0);
}
