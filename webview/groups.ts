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

/** All candidates, by how they fared. */
export function groupsView(exploration: string, actions: Actions): View<ExplorationSnapshot> {
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
  const drawn = groups.map((group) => ({ group, ...groupElements(group) }));
  return {
    element: element('div', 'groups', ...drawn.map(({ root }) => root)),
    update: (snapshot) => {
      running = snapshot.phase.kind === 'running';
      const elements = candidates.update(snapshot.candidates);
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
  };
}

function groupElements({ title, open }: Group) {
  const number = element('span', 'badge');
  const list = element('ul', '');
  const root = element('details', 'group', element('summary', '', element('h2', '', title), number), list);
  root.open = open;
  return { root, number, list };
}
