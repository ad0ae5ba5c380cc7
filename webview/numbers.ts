import * as l10n from '@vscode/l10n';
import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import { element, setText } from './dom.js';
import type { View } from './view.js';

const numbers: readonly {
  readonly label: string;
  readonly meaning: string;
  value(exploration: ExplorationSnapshot): string;
}[] = [
  {
    label: l10n.t('attempts'),
    meaning: l10n.t('Responses of the model, of those asked for'),
    value: ({ attempts, attemptsWanted }) => `${attempts}/${attemptsWanted}`,
  },
  {
    label: l10n.t('distinct'),
    meaning: l10n.t('Candidates: equal attempts are one, and those without usable code are none'),
    value: ({ distinct }) => `${distinct}`,
  },
  {
    label: l10n.t('verified'),
    meaning: l10n.t('Candidates that the verifiers have judged'),
    value: ({ verified }) => `${verified}`,
  },
  {
    label: l10n.t('survivors'),
    meaning: l10n.t('Candidates that passed, of those wanted'),
    value: ({ survivors, survivorsWanted }) => `${survivors}/${survivorsWanted}`,
  },
];

/** The numbers that a person watches. */
export function numbersView(): View<ExplorationSnapshot> {
  const cells = numbers.map(({ label, meaning, value }) => {
    const shown = element('dd', '');
    const cell = element('div', '', element('dt', '', label), shown);
    cell.title = meaning;
    return { cell, update: (exploration: ExplorationSnapshot) => setText(shown, value(exploration)) };
  });
  return {
    element: element('dl', 'numbers', ...cells.map(({ cell }) => cell)),
    update: (exploration) => {
      for (const cell of cells) cell.update(exploration);
    },
  };
}
