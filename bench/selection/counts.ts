import { meanOf } from '../../src/core/statistics.js';
import { isMixed, readStored } from '../pools/stored.js';
import { percent, table } from '../table.js';

/** What the pools are: problems that no attempt solves, or all do, say nothing of orders and are counted apart. */
export function poolsTable(pools: readonly string[]): string {
  const heads = ['pool', 'model', 'attempts', 'problems', 'none passes', 'all pass', 'mixed', 'attempts that pass'];
  const rows = pools.map((pool) => {
    const { model, plan, problems } = readStored(pool);
    const passing = problems.map(({ candidates }) => candidates.filter(({ outcome }) => outcome === 'pass'));
    const none = passing.filter((candidates) => candidates.length === 0).length;
    const mixed = problems.filter(isMixed).length;
    const counts = [problems.length, none, problems.length - none - mixed, mixed];
    const share = meanOf(
      problems.map(
        ({ attempts }, index) =>
          passing[index]!.reduce((sum, candidate) => sum + candidate.attempts.length, 0) / attempts.length,
      ),
    );
    return [pool, model.name, `${plan.attempts}`, ...counts.map(String), percent(share)];
  });
  return table(heads, rows);
}
