import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ExplainedError } from '../core/errors.js';
import { type Evaluation, evaluate, type SelectorResult } from '../explore/evaluate.js';
import { readExploration } from '../explore/record.js';
import { table } from './table.js';

/** No record named tells one order from another. */
class NothingToEvaluateError extends ExplainedError {
  readonly nextStep =
    'An exploration tells orders apart where a candidate passed and another did not: name more records, or explore with more --survivors.';
}

/**
 * What `--evaluate` prints: how many verifier runs every selector would have needed.
 *
 * @param places records, and folders of them
 * @throws RecordError, NothingToEvaluateError
 */
export function evaluationReport(places: readonly string[]): string {
  const records = places.flatMap(recordsIn);
  const explorations = records.flatMap((record) => readExploration(record) ?? []);
  const evaluation = evaluate(explorations);
  if (!evaluation) throw new NothingToEvaluateError(`None of ${records.length} records tells one order from another.`);
  return `${linesOf(evaluation, records.length).join('\n')}\n`;
}

function recordsIn(place: string): string[] {
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return [place];
  const files = readdirSync(place).filter((name) => name.endsWith('.jsonl'));
  return files.sort().map((name) => path.join(place, name));
}

function linesOf({ explorations, selectors }: Evaluation, records: number): string[] {
  const rows = selectors.map(({ name, runs, relative }) => [name, runs.toFixed(2), intervalOf(relative)]);
  return [
    `Verifier runs to the first success, over ${explorations} of ${records} records: those in which a candidate passed and`,
    'another did not. Only candidates whose verdict is known are chosen among.',
    '',
    ...table([['SELECTOR', 'RUNS', 'OF RANDOM ORDER (95 % INTERVAL)'], ...rows], new Set([1])),
  ];
}

function intervalOf({ ratio, low, high }: SelectorResult['relative']): string {
  return `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
