import type { CandidateSnapshot, ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { candidateView } from './candidate.js';
import { arrange, element, setText } from './dom.js';
import { KeyedViews, type View } from './view.js';

interface Group {
  readonly title: string;
  readonly open: boolean;
  has(candidate: CandidateSnapshot): boolean;
}

const groups: readonly Group[] = [
  { title: 'Survivors', open: true, has: ({ status }) => status.kind === 'verified' && status.outcome === 'pass' },
  { title: 'Near misses', open: true, has: isNearMiss },
  { title: 'Being verified', open: true, has: ({ status }) => status.kind === 'verifying' },
  {
    title: 'Did not pass',
    open: true,
    has: (candidate) =>
      candidate.status.kind === 'verified' && candidate.status.outcome !== 'pass' && !isNearMiss(candidate),
  },
  { title: 'Not verified', open: false, has: ({ status }) => status.kind === 'waiting' },
];

/** It did not pass, but passed checks. */
function isNearMiss({ status }: CandidateSnapshot): boolean {
  return status.kind === 'verified' && status.outcome !== 'pass' && (status.checks?.passed ?? 0) > 0;
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
        const members = snapshot.candidates.filter(group.has);
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
