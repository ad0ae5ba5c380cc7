import * as l10n from '@vscode/l10n';
import type { CandidateDetails, CandidateSnapshot } from '../src/protocol/panel.js';
import { type ContentActions, contentView, type OpenCandidate } from './candidate-content.js';
import { element, keepingPlace, setText } from './dom.js';
import { type IconName, icon } from './icon.js';
import type { View } from './view.js';
import { duration, times } from './words.js';

export interface CandidateActions extends ContentActions {
  details(id: number): Promise<CandidateDetails | null>;
  /** Whether it can still be verified. */
  running(): boolean;
}

/** One candidate: a line that says how it fared; behind it, asked for when it is opened, what there is to read. */
export interface CandidateView extends View<CandidateSnapshot> {
  open(): void;
  /** Brings the keyboard to it. */
  focus(): void;
}

const words = {
  pass: l10n.t('Passed'),
  fail: l10n.t('Failed'),
  timeout: l10n.t('Timed out'),
  error: l10n.t('Verifier error'),
} as const;

export function candidateView(first: CandidateSnapshot, actions: CandidateActions): CandidateView {
  const sign = element('span', 'sign');
  const status = element('span', 'status');
  const facts = element('span', 'facts');
  facts.title = l10n.t('How many attempts said it, its lines, when it was picked, and how long its verifiers ran');
  const name = element('span', 'candidate-name', first.name);
  const summary = element('summary', '', sign, element('span', 'line', status, name, facts));
  const details = element('details', 'candidate', summary);
  let latest = first;
  let kind: IconName | null = null;
  let content: View<OpenCandidate> | null = null;
  /** The status for which there is something to read, or it is on its way; null while it is closed. */
  let readFor: string | null = null;

  const appended = (view: View<OpenCandidate>) => {
    details.append(view.element);
    return view;
  };
  const read = async () => {
    const asked = details.open ? JSON.stringify(latest.status) : null;
    if (asked === readFor) return;
    readFor = asked;
    if (asked === null) return;
    // Nothing comes where the panel is being closed.
    const told = await actions.details(first.id).catch(() => null);
    if (!told || asked !== readFor) return;
    keepingPlace(() => {
      content ??= appended(contentView(first, actions));
      content.update({ candidate: latest, details: told });
    });
  };
  details.addEventListener('toggle', read);

  return {
    element: element('li', '', details),
    open: () => {
      details.open = true;
      void read();
    },
    focus: () => summary.focus(),
    update: (candidate) => {
      latest = candidate;
      setText(status, statusOf(candidate, actions.running()));
      setParts(facts, factsOf(candidate));
      const wanted = iconOf(candidate);
      if (wanted !== kind) {
        kind = wanted;
        details.dataset.kind = wanted;
        sign.replaceChildren(icon(wanted));
      }
      void read();
    },
  };
}

function iconOf({ status }: CandidateSnapshot): IconName {
  return status.kind === 'verified' ? status.outcome : status.kind;
}

/** How it fared, in a word or two. */
export function statusOf({ status }: Pick<CandidateSnapshot, 'status'>, running: boolean): string {
  if (status.kind === 'verified') return words[status.outcome];
  if (status.kind === 'verifying' && running) return l10n.t('Being verified');
  return running ? l10n.t('Waiting') : l10n.t('Not verified');
}

function factsOf({ status, attempts, lines }: CandidateSnapshot): string[] {
  const facts = [times(attempts), lines === 1 ? l10n.t('1 line') : l10n.t('{0} lines', lines)];
  if (status.kind !== 'waiting') facts.push(l10n.t('pick {0}', status.pick));
  if (status.kind === 'verified' && status.checks) {
    const { passed, total } = status.checks;
    facts.push(total === 1 ? l10n.t('{0} of 1 check', passed) : l10n.t('{0} of {1} checks', passed, total));
  }
  if (status.kind === 'verified') {
    facts.push(duration(status.seconds));
    if (status.peakMegabytes !== null) facts.push(`${status.peakMegabytes} MB`);
  }
  return facts;
}

/** Says one after the other; a line breaks between two only. */
function setParts(of: HTMLElement, parts: readonly string[]): void {
  const between = ' · ';
  if (of.textContent === parts.join(between)) return;
  const drawn = parts.flatMap((part, index) => [index === 0 ? '' : between, element('span', 'part', part)]);
  of.replaceChildren(...drawn);
}
