// Which order of verifying finds a solution with the fewest runs, on the pools of bench/pools/stored: tables, plots and
// results.json, written anew.
// usage: npm run bench:selection
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultPlan } from '../../src/core/defaults.js';
import { repexp } from '../../src/core/selectors/repexp.js';
import type { RatioInterval } from '../../src/core/statistics.js';
import { machine } from '../machine.js';
import { isHot, isLarge, type PoolPlan, plans } from '../pools/plans.js';
import { featuresFile } from '../pools/stored.js';
import { root } from '../root.js';
import { poolsTable } from './counts.js';
import { difficultyTable } from './difficulty.js';
import { featuresTable } from './features.js';
import { readCases, relative } from './measure.js';
import { ordersOf } from './orders.js';
import { drawRatios, drawSolved } from './plots.js';
import { ratiosTable } from './ratios.js';
import { gainTable, shownK, solvedTable, solvedWithin } from './solved.js';
import { tunedOnOtherHalf } from './tuned.js';
import { whileWritingTable } from './while-writing.js';

const here = path.join(root, 'bench/selection');
const stored = plans.filter(({ name }) => existsSync(featuresFile(name, 'projected')));
const poolsThat = (holds: (plan: PoolPlan) => boolean) => stored.filter(holds).map(({ name }) => name);
const large = poolsThat(isLarge);
const hot = poolsThat(isHot);
const usual = poolsThat((plan) => !isLarge(plan) && !isHot(plan));
/** What is looked at together; `plot` names the plots. */
const sections = [
  { title: 'Pools of 16 attempts', plot: '16', size: 16, pools: usual },
  { title: 'Pools of 32 attempts', plot: '32', size: 32, pools: usual },
  { title: 'Pools of 64 attempts', plot: '64', size: 64, pools: usual },
  { title: 'Pools of 256 attempts', plot: '256', size: 256, pools: large },
  { title: 'Pools of 32 attempts at temperature 1.5', plot: 'hot', size: 32, pools: hot },
] as const;

async function main(): Promise<void> {
  mkdirSync(path.join(here, 'plots'), { recursive: true });
  const parts = [
    `# Verifier runs to the first success\n\nMade on ${machine()}.`,
    poolsTable(stored.map(({ name }) => name)),
  ];
  const results: { size: number; order: string; pool: string; ratio: RatioInterval }[] = [];
  for (const { title, plot, size, pools } of sections) {
    const cases = pools.flatMap((pool) => readCases(pool, ['projected'], size) ?? []);
    if (cases.length === 0) continue;
    const [random, ...others] = ordersOf(cases);
    const tuned = tunedOnOtherHalf(cases);
    const orders = [...others, tuned.order];
    const published = orders.find(({ name }) => name === repexp.name)!;
    const rows = orders.flatMap(({ name, runs }) =>
      cases.map(({ pool }) => {
        const ratio = relative([runs.get(pool)!], [random.runs.get(pool)!]);
        return { size, order: name, pool, ratio };
      }),
    );
    results.push(...rows);
    parts.push(
      `## ${title}`,
      ratiosTable(cases, orders, random, published),
      solvedTable([random, ...orders], size),
      gainTable(orders, random, size),
      `Chosen settings: ${tuned.settings.map((each) => `\`${JSON.stringify(each)}\``).join(' and ')}.`,
      difficultyTable(cases, orders, random),
    );
    await drawRatios(
      rows.map(({ order, pool, ratio }) => ({ selector: order, pool, ...ratio })),
      path.join(here, 'plots', `ratios-${plot}.svg`),
    );
    const solved = [random, ...orders].flatMap(({ name, runs }) =>
      cases.flatMap(({ pool }) =>
        shownK
          .filter((k) => k <= size)
          .map((k) => ({ selector: name, pool, k, solved: solvedWithin(runs.get(pool)!.values(), k) })),
      ),
    );
    await drawSolved(solved, path.join(here, 'plots', `solved-${plot}.svg`));
  }
  const usualCases = usual.flatMap((pool) => readCases(pool, ['projected'], defaultPlan.attempts) ?? []);
  parts.push('## While the model writes', whileWritingTable(usualCases), '## Features', featuresTable(usual));
  const text = `${parts.join('\n\n')}\n`;
  writeFileSync(path.join(here, 'results.md'), text);
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), results }, null, 1)}\n`);
  process.stdout.write(text);
}

void main();
