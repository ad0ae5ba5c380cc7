import * as l10n from '@vscode/l10n';
import type { ExplorationSnapshot, SentenceSnapshot } from '../src/protocol/panel.js';
import { link } from './controls.js';
import { element } from './dom.js';
import type { View } from './view.js';

/** How the survivors differ, in sentences; a candidate's name brings the keyboard to it. */
export function differencesView(reveal: (candidate: number) => void): View<ExplorationSnapshot> {
  const list = element('ul', '');
  const title = element('h2', '', l10n.t('Differences'));
  title.id = 'differences';
  const root = element('section', 'differences', title, list);
  root.setAttribute('aria-labelledby', title.id);
  root.hidden = true;
  let drawn = '';
  return {
    element: root,
    update: ({ differences }) => {
      // Drawn once, not at every snapshot: whoever reads or selects is not disturbed.
      const wanted = JSON.stringify(differences);
      if (wanted === drawn) return;
      drawn = wanted;
      root.hidden = differences.length === 0;
      list.replaceChildren(...differences.map((sentence) => element('li', '', ...partsOf(sentence, reveal))));
    },
  };
}

function partsOf(sentence: SentenceSnapshot, reveal: (candidate: number) => void): (HTMLElement | string)[] {
  return sentence.map((part) => (typeof part === 'string' ? part : link(part.name, () => reveal(part.candidate))));
}
