import type { CandidateSnapshot, ChangedLine, FailedCheckSnapshot } from '../src/protocol/panel.js';
import { button } from './controls.js';
import { arrange, element, setText } from './dom.js';
import { type IconName, icon } from './icon.js';
import type { View } from './view.js';
import { count, duration, times } from './words.js';

/** What can be done with a candidate. */
export interface CandidateActions {
  openDiff(id: number): void;
  apply(id: number): void;
  /** Whether it can still be verified. */
  running(): boolean;
}

const words = { pass: 'Passed', fail: 'Failed', timeout: 'Timed out', error: 'Verifier error' } as const;

/** One candidate: a line that says how it fared, and behind it the change, the output and what can be done. */
export function candidateView(first: CandidateSnapshot, actions: CandidateActions): View<CandidateSnapshot> {
  const sign = element('span', 'sign');
  const status = element('span', 'status');
  const facts = element('span', 'facts');
  facts.title = 'How many attempts said it, when it was picked, and how long its verifiers ran';
  const name = element('span', 'candidate-name', first.name);
  const why = element('p', 'more');
  const likelihood = element('p', 'more');
  const failure = failureView();
  const output = outputView();
  const open = button('Open Diff', 'secondary', () => actions.openDiff(first.id));
  const apply = button('Apply', 'secondary', () => actions.apply(first.id));
  open.setAttribute('aria-label', `Open the diff of ${first.name}`);
  apply.setAttribute('aria-label', `Apply ${first.name}`);
  const details = element(
    'details',
    'candidate',
    element('summary', '', sign, element('span', 'line', status, name, facts)),
    element(
      'div',
      'body',
      changeOf(first),
      why,
      likelihood,
      element('div', 'buttons', open, apply),
      failure.element,
      output.element,
    ),
  );
  let kind: IconName | null = null;
  return {
    element: element('li', '', details),
    update: (candidate) => {
      const wanted = iconOf(candidate);
      setText(status, statusOf(candidate, actions.running()));
      setText(facts, factsOf(candidate));
      why.hidden = candidate.status.kind === 'waiting';
      setText(why, whyOf(candidate));
      setText(likelihood, likelihoodOf(candidate));
      failure.update(candidate.status);
      output.update(candidate.status);
      if (wanted === kind) return;
      kind = wanted;
      details.dataset.kind = wanted;
      sign.replaceChildren(icon(wanted));
      apply.setAttribute('appearance', wanted === 'pass' ? 'primary' : 'secondary');
      if (wanted === 'pass') details.open = true;
    },
  };
}

function iconOf({ status }: CandidateSnapshot): IconName {
  return status.kind === 'verified' ? status.outcome : status.kind;
}

/** How it fared, in a word or two. */
export function statusOf({ status }: Pick<CandidateSnapshot, 'status'>, running: boolean): string {
  if (status.kind === 'verified') return words[status.outcome];
  if (status.kind === 'verifying' && running) return 'Being verified';
  return running ? 'Waiting' : 'Not verified';
}

function factsOf({ status, attempts }: CandidateSnapshot): string {
  const facts = [times(attempts)];
  if (status.kind !== 'waiting') facts.push(`pick ${status.pick}`);
  if (status.kind === 'verified' && status.checks) {
    facts.push(`${status.checks.passed} of ${count(status.checks.total, 'check')}`);
  }
  if (status.kind === 'verified') {
    facts.push(duration(status.seconds));
    if (status.peakMegabytes !== null) facts.push(`${status.peakMegabytes} MB`);
  }
  return facts.join(' · ');
}

/** Why it was picked when it was; nothing where it was not. */
function whyOf({ status }: CandidateSnapshot): string {
  return status.kind === 'waiting' ? '' : `Pick ${status.pick}: ${status.why}`;
}

/** Natural logarithm, so that 0 would be certainty. */
function likelihoodOf({ meanLogProbability }: CandidateSnapshot): string {
  return `Mean log-probability ${meanLogProbability.toFixed(2).replace('-', '−')}`;
}

const marks = { same: ' ', removed: '−', added: '+', gap: ' ' } as const;

/** The change as text; a candidate never changes, so it is drawn once. */
function changeOf({ change, moreLines, name }: CandidateSnapshot): HTMLElement {
  const lines = change.map(({ kind, text }: ChangedLine) => {
    const mark = element('span', 'mark', marks[kind]);
    return element('span', `changed ${kind}`, mark, `${text}\n`);
  });
  const code = element('pre', 'change', ...lines);
  code.tabIndex = 0;
  code.setAttribute('role', 'region');
  code.setAttribute('aria-label', `Change of ${name}`);
  if (moreLines === 0) return code;
  return element('div', '', code, element('p', 'more', `${moreLines} more lines: open the diff to see all.`));
}

/** The first check that failed, as its report tells it. */
function failureView(): View<CandidateSnapshot['status']> {
  const root = element('dl', 'failed-check');
  let shown = '';
  return {
    element: root,
    update: (status) => {
      const failure = status.kind === 'verified' ? (status.checks?.firstFailure ?? null) : null;
      root.hidden = failure === null;
      const wanted = JSON.stringify(failure);
      if (wanted === shown) return;
      shown = wanted;
      arrange(root, failure ? linesOf(failure) : []);
    },
  };
}

function linesOf({ name, message, expected, actual }: FailedCheckSnapshot): Element[] {
  const lines = [
    ['Failed', name],
    ['Message', expected === null ? message : null],
    ['Expected', expected],
    ['Actual', actual],
  ] as const;
  return lines.flatMap(([term, text]) => (text === null ? [] : [element('dt', '', term), element('dd', '', text)]));
}

/** What the deciding verifier wrote. */
function outputView(): View<CandidateSnapshot['status']> {
  const title = element('summary', '');
  const text = element('pre', 'output');
  text.tabIndex = 0;
  const root = element('details', 'evidence', title, text);
  return {
    element: root,
    update: (status) => {
      root.hidden = status.kind !== 'verified';
      if (status.kind !== 'verified') return;
      setText(title, `Output of ${status.verifier}`);
      setText(text, status.output.trimEnd() || '(it wrote nothing)');
    },
  };
}
