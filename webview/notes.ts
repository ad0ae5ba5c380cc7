import * as l10n from '@vscode/l10n';
import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import { arrange, element } from './dom.js';
import { icon } from './icon.js';
import type { View } from './view.js';

/** What a person should know of the verifiers; a screen reader hears each when it comes up. */
export function notesView(): View<ExplorationSnapshot> {
  const root = element('ul', 'notes');
  root.setAttribute('aria-label', l10n.t('Notes on the verifiers'));
  root.setAttribute('aria-live', 'polite');
  let drawn = 0;
  return {
    element: root,
    update: ({ notes }) => {
      root.hidden = notes.length === 0;
      // Notes are added and never change.
      if (notes.length === drawn) return;
      drawn = notes.length;
      arrange(
        root,
        notes.map((note) => {
          const item = element('li', 'note', element('span', 'sign', icon('error')), element('span', '', note));
          item.dataset.kind = 'error';
          return item;
        }),
      );
    },
  };
}
