import * as l10n from '@vscode/l10n';
import type { CandidateDetails, FailedCheckSnapshot } from '../src/protocol/panel.js';
import { arrange, element, setText } from './dom.js';
import type { View } from './view.js';

/** What decided about a candidate: the first check that failed, and what the verifier wrote. */
export function evidenceView(): View<CandidateDetails['evidence']> {
  const failure = failureView();
  const title = element('summary', '');
  const text = element('pre', 'output');
  text.tabIndex = 0;
  const root = element('div', '', failure.element, element('details', 'evidence', title, text));
  return {
    element: root,
    update: (evidence) => {
      root.hidden = evidence === null;
      if (!evidence) return;
      failure.update(evidence.firstFailure);
      setText(title, l10n.t('Output of {0}', evidence.verifier));
      setText(text, evidence.output.trimEnd() || l10n.t('(it wrote nothing)'));
    },
  };
}

/** The first check that failed, as its report tells it. */
function failureView(): View<FailedCheckSnapshot | null> {
  const root = element('dl', 'failed-check');
  let shown = '';
  return {
    element: root,
    update: (failure) => {
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
    [l10n.t('Failed'), name],
    [l10n.t('Message'), expected === null ? message : null],
    [l10n.t('Expected'), expected],
    [l10n.t('Actual'), actual],
  ] as const;
  return lines.flatMap(([term, text]) => (text === null ? [] : [element('dt', '', term), element('dd', '', text)]));
}
