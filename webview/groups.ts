import * as l10n from '@vscode/l10n';
import type { CandidateSnapshot, ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { type CandidateView, candidateView } from './candidate.js';
import { button } from './controls.js';
import { arrange, element, setText } from './dom.js';
import { narrowing } from './narrowing.js';
import type { View } from './view.js';

/** In order; whether it is open at first. */
const groups = [
  { name: 'survivors', title: l10n.t('Survivors'), open: true },
  { name: 'near misses', title: l10n.t('Near misses'), open: true },
  { name: 'being verified', title: l10n.t('Being verified'), open: true },
  { name: 'others', title: l10n.t('Did not pass'), open: true },
  { name: 'not verified', title: l10n.t('Not verified'), open: false },
] as const;

type Group = (typeof groups)[number];
type GroupName = Group['name'];

/** So many candidates of a group are drawn at first, and with each click on its button. */
const page = 100;

/** So many survivors are opened for the person. */
const opened = 5;

function groupOf({ status }: CandidateSnapshot, running: boolean): GroupName {
  if (status.kind === 'waiting') return 'not verified';
  // The exploration may end before its verdict.
  if (status.kind === 'verifying') return running ? 'being verified' : 'not verified';
  if (status.outcome === 'pass') return 'survivors';
  return (status.checks?.passed ?? 0) > 0 ? 'near misses' : 'others';
}

/** The list of candidates. */
export interface GroupsView extends View<ExplorationSnapshot> {
  /** Opens a candidate and brings the keyboard to it. */
  reveal(candidate: number): void;
}

/** All candidates, by how they fared; drawn as far as a person looks. */
export function groupsView(exploration: string, actions: Actions): GroupsView {
  let latest: ExplorationSnapshot | null = null;
  const isRunning = () => latest?.phase.kind === 'running';
  const views = new Map<number, CandidateView>();
  const openedForThePerson = new Set<number>();
  const drawn = groups.map((group) => groupView(group, () => draw()));
  const narrowed = narrowing(
    (text) => actions.find({ exploration, text }),
    () => draw(),
  );
  const root = element('div', 'groups', narrowed.element, ...drawn.map((group) => group.element));

  const reveal = (id: number) => {
    const wanted = latest?.candidates.find((candidate) => candidate.id === id);
    if (!wanted) return;
    if (!narrowed.shows(id)) narrowed.clear();
    const group = drawn.find(({ name }) => name === groupOf(wanted, isRunning()));
    group?.uncover(id);
    draw();
    views.get(id)?.open();
    views.get(id)?.focus();
  };
  const viewOf = (candidate: CandidateSnapshot): HTMLElement => {
    const view =
      views.get(candidate.id) ??
      candidateView(candidate, {
        openDiff: (id) => actions.openDiff({ exploration, candidate: id }),
        compare: (id) => actions.compare({ exploration, candidate: id }),
        apply: (id) => actions.apply({ exploration, candidate: id }),
        details: (id) => actions.details({ exploration, candidate: id }),
        reveal,
        running: isRunning,
      });
    views.set(candidate.id, view);
    view.update(candidate);
    return view.element;
  };
  const openSurvivor = ({ id }: CandidateSnapshot) => {
    if (openedForThePerson.size >= opened || openedForThePerson.has(id)) return;
    openedForThePerson.add(id);
    views.get(id)?.open();
  };
  const draw = () => {
    const candidates = narrowed.applyTo(latest?.candidates ?? []);
    for (const group of drawn) {
      const members = candidates.filter((candidate) => groupOf(candidate, isRunning()) === group.name);
      group.update(members, viewOf);
      if (group.name === 'survivors') for (const survivor of members) openSurvivor(survivor);
    }
  };
  return {
    element: root,
    update: (snapshot) => {
      latest = snapshot;
      draw();
    },
    reveal,
  };
}

interface GroupView {
  readonly element: HTMLElement;
  readonly name: GroupName;
  update(members: readonly CandidateSnapshot[], viewOf: (candidate: CandidateSnapshot) => HTMLElement): void;
  /** Opens the group, with this member among those that are drawn at the next update. */
  uncover(id: number): void;
}

function groupView({ name, title, open }: Group, redraw: () => void): GroupView {
  const number = element('span', 'badge');
  const list = element('ul', '');
  const more = button('', 'secondary', () => {
    const next = list.childElementCount;
    wanted += page;
    redraw();
    list.children[next]?.querySelector('summary')?.focus();
  });
  const root = element(
    'details',
    'group',
    element('summary', '', element('h2', '', title), number),
    list,
    element('div', 'more-of-group', more),
  );
  root.open = open;
  root.addEventListener('toggle', redraw);
  let wanted: number = page;
  let all: readonly number[] = [];
  return {
    element: root,
    name,
    update: (members, viewOf) => {
      all = members.map(({ id }) => id);
      root.hidden = members.length === 0;
      setText(number, `${members.length}`);
      const shown = root.open ? members.slice(0, wanted) : [];
      arrange(list, shown.map(viewOf));
      const rest = members.length - shown.length;
      more.hidden = !root.open || rest === 0;
      setText(more, l10n.t('Show {0} more of {1}', Math.min(page, rest), rest));
    },
    uncover: (id) => {
      root.open = true;
      wanted = Math.max(wanted, all.indexOf(id) + 1);
    },
  };
}
