import * as l10n from '@vscode/l10n';
import type { ProblemSnapshot } from '../src/protocol/panel.js';
import { element, setText } from './dom.js';
import type { View } from './view.js';
import { place } from './words.js';

/** Which problem it is about. */
export function headingView(): View<ProblemSnapshot> {
  const name = element('h1', 'name');
  const where = element('p', 'where');
  const complaint = element('p', 'complaint');
  return {
    element: element('header', '', name, where, complaint),
    update: (problem) => {
      setText(name, problem.name ?? l10n.t('Selected lines'));
      setText(where, place(problem));
      complaint.hidden = problem.complaint === null;
      setText(complaint, l10n.t('To be mended: {0}', problem.complaint ?? ''));
    },
  };
}
