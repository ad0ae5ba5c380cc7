import type { CandidateSnapshot, ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { candidateView } from './candidate.js';
import { arrange, element, setText } from './dom.js';
import { KeyedViews, type View } from './view.js';

/** In order; whether it is open at first. */
const groups = [
  { title: 'Survivors', open: true },
  { title: 'Near misses', open: true },
  { title: 'Being verified', open: true },
  { title: 'Did not pass', open: true },
  { title: 'Not verified', open: false },
] as const;

type Group = (typeof groups)[number];

function groupOf({ status }: CandidateSnapshot, running: boolean): Group['title'] {
  if (status.kind === 'waiting') return 'Not verified';
  // The exploration may end before its verdict.
  if (status.kind === 'verifying') return running ? 'Being verified' : 'Not verified';
  if (status.outcome === 'pass') return 'Survivors';
  return (status.checks?.passed ?? 0) > 0 ? 'Near misses' : 'Did not pass';
}

/** The list of candidates. */
export interface GroupsView extends View<ExplorationSnapshot> {
  /** Opens a candidate and brings the keyboard to it. */
  reveal(candidate: number): void;
}

/** All candidates, by how they fared. */
export function groupsView(exploration: string, actions: Actions): GroupsView {
  let running = true;
  const candidates = new KeyedViews<number, CandidateSnapshot>(
    ({ id }) => id,
    (first) =>
      candidateView(first, {
        openDiff: (candidate) => actions.openDiff({ exploration, candidate }),
        apply: (candidate) => actions.apply({ exploration, candidate }),
        running: () => running,
      }),
  );
  let elements: ReadonlyMap<number, HTMLElement> = new Map();
  const drawn = groups.map((group) => ({ group, ...groupElements(group) }));
  return {
    element: element('div', 'groups', ...drawn.map(({ root }) => root)),
    update: (snapshot) => {
      running = snapshot.phase.kind === 'running';
      elements = candidates.update(snapshot.candidates);
      for (const { group, root, number, list } of drawn) {
        const members = snapshot.candidates.filter((each) => groupOf(each, running) === group.title);
        root.hidden = members.length === 0;
        setText(number, `${members.length}`);
        arrange(
          list,
          members.map(({ id }) => elements.get(id)).filter((each) => each !== undefined),
        );
      }
    },
    reveal: (candidate) => {
      const shown = elements.get(candidate);
      for (const each of drawn) if (shown && each.list.contains(shown)) each.root.open = true;
      const details = shown?.querySelector('details');
      if (!details) return;
      details.open = true;
      details.querySelector('summary')?.focus();
    },
  };
}

function groupElements({ title, open }: Group) {
  const number = element('span', 'badge');
  const list = element('ul', '');
  const root = element('details', 'group', element('summary', '', element('h2', '', title), number), list);
  root.open = open;
  return { root, number, list };
}
