// Which order of verifying finds a solution with the fewest runs, on the pools of bench/pools/stored: tables, plots and
// results.json, written anew.
// usage: npm run bench:selection
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RatioInterval } from '../../src/core/statistics.js';
import { machine } from '../machine.js';
import { isLarge, plans } from '../pools/plans.js';
import { featuresFile } from '../pools/stored.js';
import { root } from '../root.js';
import { poolsTable } from './counts.js';
import { difficultyTable } from './difficulty.js';
import { featuresTable } from './features.js';
import { readCases, relative, solvedWithin } from './measure.js';
import { ordersOf } from './orders.js';
import { drawRatios, drawSolved } from './plots.js';
import { ratiosTable } from './ratios.js';
import { tunedOnOtherHalf } from './tuned.js';

const here = path.join(root, 'bench/selection');
const stored = plans.filter(({ name }) => existsSync(featuresFile(name, 'projected')));
const small = stored.filter((plan) => !isLarge(plan)).map(({ name }) => name);
const large = stored.filter(isLarge).map(({ name }) => name);
/** Of pools, and from which ones. */
const sizes = [
  { size: 16, pools: small },
  { size: 32, pools: small },
  { size: 64, pools: small },
  { size: 256, pools: large },
];
const shownK = [1, 2, 4, 8, 16, 32, 64];

async function main(): Promise<void> {
  mkdirSync(path.join(here, 'plots'), { recursive: true });
  const parts = [`# Verifier runs to the first success\n\nMade on ${machine()}.`, poolsTable([...small, ...large])];
  const results: { size: number; order: string; pool: string; ratio: RatioInterval }[] = [];
  for (const { size, pools } of sizes) {
    const cases = pools.flatMap((pool) => readCases(pool, 'projected', size) ?? []);
    if (cases.length === 0) continue;
    const [random, ...others] = ordersOf(cases);
    const tuned = tunedOnOtherHalf(cases);
    const orders = [...others, tuned.order];
    for (const { name, runs } of orders) {
      for (const { pool } of cases) {
        const ratio = relative([runs.get(pool)!], [random.runs.get(pool)!]);
        results.push({ size, order: name, pool, ratio });
      }
    }
    parts.push(
      `## Pools of ${size} attempts`,
      ratiosTable(cases, orders, random),
      `Chosen settings: ${tuned.settings.map((each) => `\`${JSON.stringify(each)}\``).join(' and ')}.`,
      difficultyTable(cases, orders, random),
    );
    const rows = results.filter((row) => row.size === size);
    await drawRatios(
      rows.map(({ order, pool, ratio }) => ({ selector: order, pool, ...ratio })),
      path.join(here, 'plots', `ratios-${size}.svg`),
    );
    const solved = [random, ...orders].flatMap(({ name, runs }) =>
      cases.flatMap(({ pool }) =>
        shownK
          .filter((k) => k <= size)
          .map((k) => ({ selector: name, pool, k, solved: solvedWithin(runs.get(pool)!, k) })),
      ),
    );
    await drawSolved(solved, path.join(here, 'plots', `solved-${size}.svg`));
  }
  parts.push('## Features', featuresTable(small));
  const text = `${parts.join('\n\n')}\n`;
  writeFileSync(path.join(here, 'results.md'), text);
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), results }, null, 1)}\n`);
  process.stdout.write(text);
}

void main();
