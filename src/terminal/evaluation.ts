import { ExplainedError } from '../core/errors.js';
import { intervalText } from '../core/statistics.js';
import { type Evaluation, evaluate } from '../explore/evaluate.js';
import { explorationsAt } from './recorded.js';
import { table } from './table.js';

/** No record named tells one order from another. */
class NothingToEvaluateError extends ExplainedError {
  readonly nextStep =
    'Name more records, or explore with more --survivors: orders are told apart where a candidate passed and another did not.';
}

/**
 * What `--evaluate` prints: how many verifier runs every selector would have needed.
 *
 * @param places records, and folders of them, in which those of other versions are passed over
 * @throws RecordError, NothingToEvaluateError
 */
export function evaluationReport(places: readonly string[]): string {
  const explorations = places.flatMap(explorationsAt);
  const evaluation = evaluate(explorations);
  if (!evaluation) {
    throw new NothingToEvaluateError(`None of ${explorations.length} explorations tells one order from another.`);
  }
  return `${linesOf(evaluation, explorations.length).join('\n')}\n`;
}

function linesOf({ explorations, selectors }: Evaluation, all: number): string[] {
  const rows = selectors.map(({ name, runs, relative }) => [name, runs.toFixed(2), intervalText(relative)]);
  return [
    `Verifier runs to the first success, over ${explorations} of ${all} explorations: those in which a candidate passed`,
    'and another did not. Only candidates whose verdict is known are chosen among.',
    '',
    ...table([['SELECTOR', 'RUNS', 'OF RANDOM ORDER (95 % INTERVAL)'], ...rows], new Set([1])),
  ];
}
