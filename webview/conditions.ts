import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { button } from './controls.js';
import { element, setText } from './dom.js';
import type { View } from './view.js';
import { duration, unusableReasons } from './words.js';

const rows: readonly { readonly label: string; value(exploration: ExplorationSnapshot): string }[] = [
  { label: 'Model', value: ({ model }) => model?.name ?? 'loading' },
  { label: 'Runs on', value: ({ model }) => (model ? `${model.device.name}. ${model.device.reason}` : '') },
  { label: 'Weights', value: ({ model }) => model?.weights ?? '' },
  { label: 'Verifiers', value: ({ verifiers }) => verifiers.join(', ') },
  { label: 'Sandbox', value: ({ sandbox }) => sandbox },
  { label: 'Selector', value: ({ selector }) => selector },
  { label: 'Seed', value: ({ seed }) => `${seed}` },
  { label: 'Without usable code', value: (exploration) => unusableReasons(exploration) || 'none' },
  { label: 'Time', value: ({ seconds }) => duration(seconds) },
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
  const record = button('Open Record', 'secondary', actions.openRecord);
  return {
    element: element('details', 'group', element('summary', '', element('h2', '', 'Details')), list, record),
    update: (exploration) => {
      for (const row of drawn) row.update(exploration);
    },
  };
}
