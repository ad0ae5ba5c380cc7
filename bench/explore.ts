import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type Exploration, reduce, tally } from '../src/core/exploration.js';
import { readEvents } from '../src/explore/record.js';
import { root } from './root.js';

/** Explores `place` to the end of the pool; more words of the command in `options`. Leaves the record at `record`. */
export function exploreAll(place: string, attempts: number, record: string, options: readonly string[] = []): void {
  const words = [place, '--attempts', attempts, '--survivors', attempts, '--json', record, ...options].map(String);
  const run = spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (run.status !== 0 && run.status !== 1)
    throw new Error(`exploring ${place} ended with ${run.status ?? run.signal}`);
}

/** What became of the attempts of one exploration. */
export interface Counts {
  readonly model: string | null;
  readonly attempts: number;
  /** Attempts from which an edit could be made. */
  readonly usable: number;
  /** Candidates: attempts with different edits. */
  readonly distinct: number;
  /** Attempts that passed. */
  readonly correct: number;
  /** How many candidates had been verified when the first one passed, that one included. */
  readonly firstSurvivorAt: number | null;
  readonly seconds: number;
}

/** Counts the attempts of a record. */
export function countRecord(record: string): Counts {
  let state: Exploration | null = null;
  let firstSurvivorAt: number | null = null;
  for (const event of readEvents(record)) {
    state = reduce(state, event);
    if (event.type === 'verdict' && event.verdict.outcome === 'pass') firstSurvivorAt ??= tally(state).verified;
  }
  if (!state) throw new Error(`${record} holds no exploration`);
  const { attempts, unusable, distinct, passedAttempts } = tally(state);
  return {
    model: state.model?.name ?? null,
    attempts,
    usable: attempts - unusable,
    distinct,
    correct: passedAttempts,
    firstSurvivorAt,
    seconds: Math.round(state.seconds),
  };
}
