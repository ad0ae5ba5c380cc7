// Which order of verifying finds a solution with the fewest runs, on the pools of bench/pools/stored.
// usage: npm run bench:selection
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RatioInterval } from '../../src/core/bootstrap.js';
import { allSelectors } from '../../src/core/selectors/index.js';
import type { Selector } from '../../src/core/selectors/selector.js';
import { plans } from '../pools/plans.js';
import { featuresFile, isMixed, readStored } from '../pools/stored.js';
import { root } from '../root.js';
import { table } from '../table.js';
import { type Cases, meanOf, type Runs, randomRuns, readCases, relative, runsOf, solvedWithin } from './measure.js';
import { drawRatios, drawSolved } from './plots.js';

const here = path.join(root, 'bench/selection');
const pools = plans.map(({ name }) => name).filter((name) => existsSync(featuresFile(name, 'projected')));
const sizes = [16, 32, 64, 256];

interface Row {
  readonly selector: string;
  /** By pool; what was not measured is missing. */
  readonly runs: ReadonlyMap<string, Runs>;
}

/** Every order on every pool at one size. */
function measure(cases: readonly Cases[], selectors: readonly Selector[]): Row[] {
  const row = (selector: string, runs: (cases: Cases) => Runs): Row => ({
    selector,
    runs: new Map(cases.map((each) => [each.pool, runs(each)])),
  });
  return [
    row('random, every attempt', (each) => randomRuns(each, 'attempts')),
    row('random, every candidate once', (each) => randomRuns(each, 'candidates')),
    ...selectors
      .filter(({ name }) => name !== 'random')
      .map((selector) => row(selector.name, (each) => runsOf(selector, each))),
  ];
}

function shown({ ratio, low, high }: RatioInterval): string {
  return `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function ratiosTable(cases: readonly Cases[], rows: readonly Row[], reference: Row): string {
  const heads = ['order', ...cases.map(({ pool, byProblem }) => `${pool}, ${byProblem.size} problems`), 'all'];
  const body = rows.map(({ selector, runs }) => [
    selector,
    ...cases.map(({ pool }) => shown(relative([runs.get(pool)!], [reference.runs.get(pool)!]))),
    shown(relative([...runs.values()], [...reference.runs.values()])),
  ]);
  return table(heads, body);
}

async function main(): Promise<void> {
  mkdirSync(path.join(here, 'plots'), { recursive: true });
  const parts: string[] = [];
  for (const size of sizes) {
    const cases = pools
      .filter((pool) => readStored(pool).plan.attempts >= size)
      .map((pool) => readCases(pool, 'projected', size))
      .filter(({ byProblem }) => byProblem.size > 0);
    if (cases.length === 0) continue;
    const rows = measure(cases, allSelectors);
    const [random] = rows;
    parts.push(`## Pools of ${size} attempts\n\n${ratiosTable(cases, rows, random!)}`);
    await drawRatios(
      rows
        .slice(1)
        .flatMap(({ selector, runs }) =>
          cases.map(({ pool }) => ({ selector, pool, ...relative([runs.get(pool)!], [random!.runs.get(pool)!]) })),
        ),
      path.join(here, 'plots', `ratios-${size}.svg`),
    );
    await drawSolved(
      rows.flatMap(({ selector, runs }) =>
        cases.flatMap(({ pool }) =>
          [1, 2, 4, 8, 16, 32, 64]
            .filter((k) => k <= size)
            .map((k) => ({ selector, pool, k, solved: solvedWithin(runs.get(pool)!, k) })),
        ),
      ),
      path.join(here, 'plots', `solved-${size}.svg`),
    );
  }
  const counts = table(
    ['pool', 'model', 'problems', 'none passes', 'all pass', 'mixed', 'attempts that pass'],
    pools.map((pool) => {
      const { model, problems } = readStored(pool);
      const passing = problems.map(({ candidates }) => candidates.filter(({ outcome }) => outcome === 'pass'));
      const mixed = problems.filter(isMixed).length;
      const none = passing.filter((candidates) => candidates.length === 0).length;
      const share = meanOf(
        problems.map(
          ({ attempts }, index) =>
            passing[index]!.reduce((sum, candidate) => sum + candidate.attempts.length, 0) / attempts.length,
        ),
      );
      const all = problems.length - none - mixed;
      return [pool, model.name, `${problems.length}`, `${none}`, `${all}`, `${mixed}`, `${(100 * share).toFixed(1)} %`];
    }),
  );
  const text = `# Verifier runs to the first success\n\n${counts}\n\n${parts.join('\n\n')}\n`;
  writeFileSync(path.join(here, 'results.md'), text);
  process.stdout.write(text);
}

void main();
