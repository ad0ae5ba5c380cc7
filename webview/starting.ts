import * as l10n from '@vscode/l10n';
import type { Snapshot } from '../src/protocol/panel.js';
import { progressRing } from './controls.js';
import { element } from './dom.js';
import { headingView } from './heading.js';
import type { View } from './view.js';

/** An exploration is about to start: the workspace is copied, the sandbox is tried. */
export function startingView(): View<Extract<Snapshot, { kind: 'starting' }>> {
  const heading = headingView();
  const waiting = element('p', 'waiting-line', progressRing(), l10n.t('Preparing a copy of the workspace'));
  waiting.setAttribute('role', 'status');
  return {
    element: element('main', '', heading.element, waiting),
    update: ({ problem }) => heading.update(problem),
  };
}
