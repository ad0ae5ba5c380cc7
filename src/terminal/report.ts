import pc from 'picocolors';
import type { Checks, Problem } from '../core/domain.js';
import {
  type Candidate,
  closest,
  type Exploration,
  meanLogProbability,
  survivors,
  tally,
  unusableReasons,
} from '../core/exploration.js';
import { passAtK } from '../core/pass-at-k.js';
import { proportionInterval } from '../core/proportion.js';
import { visible } from '../core/visible.js';
import { differencesOf, spoken } from '../explore/differences.js';
import { attemptsOf } from '../explore/findings-text.js';
import { patchOf } from '../explore/patch.js';

type Colors = ReturnType<typeof pc.createColors>;

/** The result of an exploration as text: survivors as diffs, what it cost, what to expect of the model. */
export function report(state: Exploration, record: string, colors: boolean): string {
  const paint = pc.createColors(colors);
  const found = survivors(state);
  const blocks = [
    ...found.map((candidate, index) => survivorBlock(state, candidate, index, found.length, paint)),
    ...differencesBlock(state, found),
    ...(found.length === 0 ? closestBlock(state) : []),
    endingLine(state, found.length, paint),
    costLines(state),
    `Record: ${record}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function survivorBlock(state: Exploration, candidate: Candidate, index: number, of: number, paint: Colors): string {
  const { attempts, progress } = candidate;
  const heading = [
    paint.bold(paint.green(`Survivor ${index + 1} of ${of}`)),
    `said by ${attempts.length} of ${tally(state).attempts} attempts`,
    ...(progress.kind === 'verified' ? [`verified as number ${progress.pick + 1}`] : []),
    ...(progress.kind === 'verified' && progress.verdict.checks ? [ofChecks(progress.verdict.checks)] : []),
    `mean log-probability ${meanLogProbability(candidate).toFixed(2)}`,
  ].join(' · ');
  return `${heading}\n${diffOf(state.problem, candidate, paint)}`;
}

/** How the survivors differ, each called by its number above. */
function differencesBlock(state: Exploration, found: readonly Candidate[]): readonly string[] {
  const nameOf = (id: number) => `Survivor ${found.findIndex((candidate) => candidate.id === id) + 1}`;
  const lines = differencesOf(state).map((sentence) => `  ${unbroken(spoken(sentence, nameOf))}`);
  return lines.length === 0 ? [] : [['Differences between survivors:', ...lines].join('\n')];
}

/** The candidate that passed the most checks, and what the first that failed said. */
function closestBlock(state: Exploration): readonly string[] {
  const counted = closest(state).flatMap(({ id, progress }) =>
    progress.kind === 'verified' && progress.verdict.checks ? [{ id, checks: progress.verdict.checks }] : [],
  );
  const [found] = counted;
  if (!found) return [];
  const { id, checks } = found;
  const [first] = checks.failures;
  const heading = `Closest: candidate ${id + 1} passed ${ofChecks(checks)}.`;
  if (!first) return [heading];
  const said = [
    ['Failed', first.name],
    ['Message', first.expected === undefined ? first.message : undefined],
    ['Expected', first.expected],
    ['Actual', first.actual],
  ] as const;
  const lines = said.flatMap(([word, text]) => (text === undefined ? [] : [`  ${word}: ${onOneLine(text)}`]));
  return [[heading, ...lines].join('\n')];
}

function ofChecks({ passed, total }: Checks): string {
  return `${passed} of ${total} ${total === 1 ? 'check' : 'checks'}`;
}

/** Text that a candidate may have written, on one line. */
function unbroken(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim();
}

function onOneLine(text: string): string {
  const line = unbroken(text);
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** A candidate as a unified diff of its file, for a terminal. */
function diffOf(problem: Problem, candidate: Candidate, paint: Colors): string {
  return visible(patchOf(problem, candidate))
    .split('\n')
    .map((line) => {
      if (line.startsWith('@@')) return paint.cyan(line);
      if (line.startsWith('+')) return paint.green(line);
      if (line.startsWith('-')) return paint.red(line);
      return line;
    })
    .join('\n');
}

function endingLine(state: Exploration, found: number, paint: Colors): string {
  const { ending } = state;
  const count = found === 1 ? '1 survivor' : `${found} survivors`;
  switch (ending?.reason) {
    case 'survivors':
      return `Found ${count}.`;
    case 'budget':
      return `The budget of verifier runs is spent: ${count}.`;
    case 'cancelled':
      return `Interrupted: ${count} so far.`;
    case 'failed':
      return `${paint.red(`Failed: ${ending.error}`)}\n${ending.nextStep}`;
    default:
      return found > 0
        ? `All attempts are used: ${count}.`
        : 'No attempt passed. More attempts (--attempts), another seed (--seed) or a larger model (--model) may help.';
  }
}

function costLines(state: Exploration): string {
  const { attempts, distinct, verified, unusable, verifierSeconds, judgedAttempts, passedAttempts } = tally(state);
  const parts = unusableReasons(state).map(({ reason, attempts }) => `${attempts} ${reason}`);
  const reasons = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  const cost = `Verified ${verified} of ${distinct} candidates from ${attemptsOf(attempts)} (${unusable} without usable code${reasons}) in ${verifierSeconds.toFixed(1)} s of verifier time, ${state.seconds.toFixed(1)} s in all.`;
  if (judgedAttempts === 0) return cost;
  const [low, high] = proportionInterval(passedAttempts, judgedAttempts);
  const ks = [...new Set([1, 8, state.plan.attempts])].filter((k) => k <= judgedAttempts).sort((a, b) => a - b);
  const rates = ks.map((k) => `pass@${k} ${percent(passAtK(judgedAttempts, passedAttempts, k))}`);
  rates[0] += ` (95 % interval ${percent(low)} to ${percent(high)})`;
  const caution = state.ending?.reason === 'survivors' ? ', rather high because it ended with a survivor' : '';
  return `${cost}\nEstimated from the ${attemptsOf(judgedAttempts)} whose verdict is known${caution}: ${rates.join(', ')}.`;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(fraction > 0 && fraction < 0.1 ? 1 : 0)} %`;
}
