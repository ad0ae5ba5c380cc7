// Runs the terminal command on a problem, verifies every candidate, and counts attempts from the record alone.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Explores `place` to the end of the pool; more words of the command in `options`. Leaves the record at `record`. */
export function exploreAll(place, attempts, record, options = []) {
  const words = [place, '--attempts', attempts, '--survivors', attempts, '--json', record, ...options].map(String);
  const run = spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (run.status !== 0 && run.status !== 1)
    throw new Error(`exploring ${place} ended with ${run.status ?? run.signal}`);
}

/** What a record says: attempts, those that passed, and the rank of the first verified candidate that did. */
export function countRecord(record) {
  const [, ...events] = readFileSync(record, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const keys = new Map();
  const attempts = events.filter(({ type }) => type === 'attempt');
  for (const { attempt, interpretation } of attempts) {
    if (interpretation.kind === 'edit' && !keys.has(interpretation.key)) keys.set(interpretation.key, attempt.index);
  }
  const verdicts = events.filter(({ type }) => type === 'verdict');
  const passed = new Set(
    verdicts.filter(({ verdict }) => verdict.outcome === 'pass').map(({ candidate }) => candidate),
  );
  const correct = attempts.filter(
    ({ interpretation }) => interpretation.kind === 'edit' && passed.has(keys.get(interpretation.key)),
  );
  const rank = verdicts.findIndex(({ candidate }) => passed.has(candidate));
  return {
    model: events.find(({ type }) => type === 'model')?.name,
    attempts: attempts.length,
    usable: attempts.filter(({ interpretation }) => interpretation.kind === 'edit').length,
    distinct: keys.size,
    correct: correct.length,
    firstSurvivorAt: rank < 0 ? null : rank + 1,
    seconds: Math.round(events.at(-1)?.seconds ?? 0),
  };
}

/** Wilson's 95 % interval of a proportion. */
export function interval(successes, of) {
  const z = 1.96;
  const p = successes / of;
  const centre = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
