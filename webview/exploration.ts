import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { conditionsView } from './conditions.js';
import { differencesView } from './differences.js';
import { element } from './dom.js';
import { groupsView } from './groups.js';
import { headingView } from './heading.js';
import { notesView } from './notes.js';
import { numbersView } from './numbers.js';
import { plotsView } from './plots.js';
import { progressView } from './progress.js';
import { resultView } from './result.js';
import type { View } from './view.js';

/** One exploration, running or ended. */
export function explorationView(id: string, actions: Actions): View<ExplorationSnapshot> {
  const heading = headingView();
  const groups = groupsView(id, actions);
  const parts = [
    progressView(actions),
    numbersView(),
    resultView(id, actions),
    differencesView(groups.reveal),
    notesView(),
    groups,
    plotsView(groups.reveal, actions),
    conditionsView(actions),
  ];
  return {
    element: element('main', '', heading.element, ...parts.map((part) => part.element)),
    update: (exploration) => {
      heading.update(exploration.problem);
      for (const part of parts) part.update(exploration);
    },
  };
}
