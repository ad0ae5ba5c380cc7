import * as l10n from '@vscode/l10n';
import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { curveView } from './curve.js';
import { element } from './dom.js';
import { mapView } from './map.js';
import type { View } from './view.js';

/**
 * The map of the pool and the curve of pass@k; drawn only while a person looks at them.
 *
 * @param reveal shows a candidate in the list
 */
export function plotsView(
  reveal: (candidate: number) => void,
  { showMap, savePicture }: Pick<Actions, 'showMap' | 'savePicture'>,
): View<ExplorationSnapshot> {
  const parts = [
    mapView(reveal, (svg) => savePicture({ name: 'map', svg })),
    curveView((svg) => savePicture({ name: 'curve', svg })),
  ];
  const root = element(
    'details',
    'group plots',
    element('summary', '', element('h2', '', l10n.t('Map and curve'))),
    element('div', 'body', ...parts.map((part) => part.element)),
  );
  let latest: ExplorationSnapshot | null = null;
  const draw = () => {
    if (!latest || !root.open) return;
    for (const part of parts) part.update(latest);
  };
  root.addEventListener('toggle', () => {
    showMap({ shown: root.open });
    draw();
  });
  return {
    element: root,
    update: (exploration) => {
      latest = exploration;
      draw();
    },
  };
}
