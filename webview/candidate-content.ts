import * as l10n from '@vscode/l10n';
import { decimal } from '../src/core/language.js';
import type { CandidateDetails, CandidateSnapshot } from '../src/protocol/panel.js';
import { changeOf } from './change.js';
import { button, iconButton, link } from './controls.js';
import { arrange, element, setText } from './dom.js';
import { evidenceView } from './evidence.js';
import { KeyedViews, type View } from './view.js';

/** What can be done with a candidate that is open. */
export interface ContentActions {
  openDiff(id: number): void;
  compare(id: number): void;
  apply(id: number): void;
  /** Shows another one in the list. */
  reveal(id: number): void;
}

export interface OpenCandidate {
  readonly candidate: CandidateSnapshot;
  readonly details: CandidateDetails;
}

/** What there is to read of a candidate, and what can be done with it. */
export function contentView({ id, name }: CandidateSnapshot, actions: ContentActions): View<OpenCandidate> {
  const change = element('div', '');
  const why = element('p', 'more');
  const likelihood = element('p', 'more');
  const neighbours = neighboursView(actions.reveal);
  const apply = button(l10n.t('Apply'), 'secondary', () => actions.apply(id));
  const open = button(l10n.t('Open Diff'), 'secondary', () => actions.openDiff(id));
  const compare = iconButton('compare', l10n.t('Compare…'), () => actions.compare(id));
  apply.setAttribute('aria-label', l10n.t('Apply {0}', name));
  open.setAttribute('aria-label', l10n.t('Open Diff of {0}', name));
  compare.setAttribute('aria-label', l10n.t('Compare {0} with another candidate', name));
  const evidence = evidenceView();
  return {
    element: element(
      'div',
      'body',
      change,
      element('div', 'buttons', apply, open, compare),
      evidence.element,
      why,
      likelihood,
      neighbours.element,
    ),
    update: ({ candidate: { status, meanLogProbability }, details }) => {
      // A candidate never changes, so its change is drawn once.
      if (!change.firstChild) change.append(...changeOf(name, details));
      why.hidden = details.why === null;
      setText(why, status.kind === 'waiting' ? '' : l10n.t('Pick {0}: {1}', status.pick, details.why ?? ''));
      setText(likelihood, likelihoodOf(meanLogProbability));
      neighbours.update(details.neighbours);
      apply.appearance = isSurvivor(status) ? 'primary' : 'secondary';
      evidence.update(details.evidence);
    },
  };
}

function isSurvivor(status: CandidateSnapshot['status']): boolean {
  return status.kind === 'verified' && status.outcome === 'pass';
}

/** Natural logarithm, so that 0 would be certainty. */
function likelihoodOf(meanLogProbability: number): string {
  return l10n.t('Mean log-probability {0}', decimal(meanLogProbability, 2).replace('-', '−'));
}

type Neighbour = CandidateDetails['neighbours'][number];

function neighboursView(reveal: (id: number) => void): View<readonly Neighbour[]> {
  const list = element('ul', 'neighbours');
  const root = element('div', 'more', l10n.t('Most alike in the model’s hidden states:'), list);
  const items = new KeyedViews<number, Neighbour>(
    ({ id }) => id,
    ({ id, name }) => ({
      element: element(
        'li',
        '',
        link(name, () => reveal(id)),
      ),
      update: () => {},
    }),
  );
  return {
    element: root,
    update: (neighbours) => {
      root.hidden = neighbours.length === 0;
      arrange(list, [...items.update(neighbours).values()]);
    },
  };
}
