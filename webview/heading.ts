import * as l10n from '@vscode/l10n';
import type { ProblemSnapshot } from '../src/protocol/panel.js';
import { element, setText } from './dom.js';
import type { View } from './view.js';
import { place } from './words.js';

/** Which problem it is about. */
export function headingView(): View<ProblemSnapshot> {
  const name = element('h1', 'name');
  const where = element('p', 'where');
  return {
    element: element('header', '', name, where),
    update: (problem) => {
      setText(name, problem.name ?? l10n.t('Selected lines'));
      setText(where, place(problem));
    },
  };
}
