import type { Snapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { arrange, keepingFocus, keepingPlace } from './dom.js';
import { emptyView } from './empty.js';
import { explorationView } from './exploration.js';
import { startingView } from './starting.js';
import type { View } from './view.js';

/** Draws snapshots into `root`, each as a whole; an exploration keeps its view as long as it is shown. */
export function createPanel(root: Element, actions: Actions): (snapshot: Snapshot) => void {
  const empty = emptyView(actions);
  const starting = startingView();
  let exploration: { readonly id: string; readonly view: ReturnType<typeof explorationView> } | null = null;

  const show = <T>(view: View<T>, value: T) => {
    view.update(value);
    arrange(root, [view.element]);
  };
  const draw = (snapshot: Snapshot) => {
    if (snapshot.kind === 'empty') show(empty, snapshot);
    else if (snapshot.kind === 'starting') show(starting, snapshot);
    else {
      if (exploration?.id !== snapshot.id) {
        exploration = { id: snapshot.id, view: explorationView(snapshot.id, actions) };
      }
      show(exploration.view, snapshot);
    }
  };
  return (snapshot) => keepingFocus(() => keepingPlace(() => draw(snapshot)));
}
