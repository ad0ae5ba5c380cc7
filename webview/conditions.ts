import * as l10n from '@vscode/l10n';
import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { button } from './controls.js';
import { element, setText } from './dom.js';
import type { View } from './view.js';
import { duration, unusableReasons } from './words.js';

const rows: readonly { readonly label: string; value(exploration: ExplorationSnapshot): string }[] = [
  { label: l10n.t('Model'), value: ({ model }) => model?.name ?? l10n.t('loading') },
  { label: l10n.t('Runs on'), value: ({ model }) => (model ? `${model.device.name}. ${model.device.reason}` : '') },
  { label: l10n.t('Weights'), value: ({ model }) => model?.weights ?? '' },
  { label: l10n.t('Verifiers'), value: ({ verifiers }) => verifiers.join(', ') },
  { label: l10n.t('Sandbox'), value: ({ sandbox }) => sandbox },
  { label: l10n.t('Selector'), value: ({ selector }) => selector },
  { label: l10n.t('Seed'), value: ({ seed }) => `${seed}` },
  { label: l10n.t('Without usable code'), value: (exploration) => unusableReasons(exploration) || l10n.t('none') },
  { label: l10n.t('Time'), value: ({ seconds }) => duration(seconds) },
];

/** What the exploration ran with. */
export function conditionsView(actions: Actions): View<ExplorationSnapshot> {
  const drawn = rows.map(({ label, value }) => {
    const shown = element('dd', '');
    return {
      cells: [element('dt', '', label), shown],
      update: (all: ExplorationSnapshot) => setText(shown, value(all)),
    };
  });
  const list = element('dl', 'conditions', ...drawn.flatMap(({ cells }) => cells));
  const record = button(l10n.t('Open Record'), 'secondary', actions.openRecord);
  return {
    element: element('details', 'group', element('summary', '', element('h2', '', l10n.t('Details'))), list, record),
    update: (exploration) => {
      for (const row of drawn) row.update(exploration);
    },
  };
}
