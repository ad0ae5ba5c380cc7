import {
  type Candidate,
  type Exploration,
  meanLogProbability,
  survivors,
  tally,
  unusableReasons,
} from '../core/exploration.js';
import { linesOf } from '../core/lines.js';
import { differencesOf, spoken } from './differences.js';
import { notesOf } from './notes.js';
import { patchOf } from './patch.js';

/** An exploration as Markdown: survivors with their diffs, every verdict, the numbers. */
export function markdownReport(state: Exploration): string {
  const { problem } = state;
  const { from, to } = linesOf(problem);
  const found = survivors(state);
  const blocks = [
    `# ${inline(state.title ?? problem.name ?? `Lines ${from} to ${to}`)}`,
    `${inline(problem.file)}, lines ${from} to ${to}; explored on ${state.startedAt}. ${endingOf(state)}`,
    ...notesOf(state).map((note) => `> ${inline(note)}`),
    ...found.map((candidate) => survivorBlock(state, candidate)),
    ...differencesBlock(state),
    verdictsBlock(state),
    numbersBlock(state),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function endingOf({ ending }: Exploration): string {
  switch (ending?.reason) {
    case undefined:
      return 'It was cut off.';
    case 'survivors':
      return 'It ended with the survivors wanted.';
    case 'budget':
      return 'It ended when the budget of verifier runs was spent.';
    case 'exhausted':
      return 'It ended when all attempts were used.';
    case 'cancelled':
      return 'It was stopped.';
    case 'failed':
      return `It failed: ${inline(ending.error)}`;
  }
}

function survivorBlock(state: Exploration, candidate: Candidate): string {
  const heading = `## Survivor: ${nameOf(candidate)}`;
  const said = `Said by ${candidate.attempts.length} of ${tally(state).attempts} attempts; mean log-probability ${meanLogProbability(candidate).toFixed(2)}.`;
  return [heading, said, fenced(patchOf(state.problem, candidate), 'diff')].join('\n\n');
}

function differencesBlock(state: Exploration): string[] {
  const lines = differencesOf(state).map((sentence) => `- ${inline(spoken(sentence, (id) => nameOf({ id })))}`);
  return lines.length === 0 ? [] : [`## Differences between survivors\n\n${lines.join('\n')}`];
}

function verdictsBlock({ candidates }: Exploration): string {
  const rows = [...candidates.values()]
    .flatMap((candidate) =>
      candidate.progress.kind === 'verified' ? [{ candidate, progress: candidate.progress }] : [],
    )
    .sort((a, b) => a.progress.pick - b.progress.pick)
    .map(({ candidate, progress: { pick, verdict } }) => [
      `${pick + 1}`,
      nameOf(candidate),
      verdict.outcome,
      verdict.verifier,
      verdict.checks ? `${verdict.checks.passed} of ${verdict.checks.total}` : '',
      verdict.seconds.toFixed(1),
      `${candidate.attempts.length}`,
    ]);
  return `## Verdicts\n\n${table(['Pick', 'Candidate', 'Verdict', 'Verifier', 'Checks', 'Seconds', 'Attempts'], rows)}`;
}

function numbersBlock(state: Exploration): string {
  const { attempts, distinct, verified, survivors, unusable, verifierSeconds } = tally(state);
  const reasons = unusableReasons(state).map(({ reason, attempts }) => `${reason} (${attempts})`);
  const rows = [
    ['Model', state.model?.name ?? 'not loaded'],
    ['Runs on', state.model?.device.name ?? ''],
    ['Verifiers', state.verifiers.join(', ')],
    ['Sandbox', state.sandbox],
    ['Selector', state.plan.selector],
    ['Seed', `${state.plan.seed}`],
    ['Attempts', `${attempts} of ${state.plan.attempts}`],
    ['Without usable code', [`${unusable}`, ...reasons].join(', ')],
    ['Candidates', `${distinct}`],
    ['Verified', `${verified}`],
    ['Survivors', `${survivors} of ${state.plan.survivors} wanted`],
    ['Verifier time', `${verifierSeconds.toFixed(1)} s`],
    ['Time', `${state.seconds.toFixed(1)} s`],
  ];
  return `## Numbers\n\n${table(['', ''], rows)}`;
}

/** As the panel calls it. */
function nameOf({ id }: Pick<Candidate, 'id'>): string {
  return `Candidate ${id + 1}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Text that is not ours on one line: nothing in it is markup. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|!&~]/g, '\\$&');
}

/** Text that may hold a fence itself. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
