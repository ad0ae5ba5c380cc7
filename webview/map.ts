import * as l10n from '@vscode/l10n';
import { type CandidateSnapshot, type ExplorationSnapshot, type MapPoint, mapSide } from '../src/protocol/panel.js';
import { statusOf } from './candidate.js';
import { button } from './controls.js';
import { element, setAttribute, setText, svgElement } from './dom.js';
import { type MarkName, markOf, marks } from './marks.js';
import { asPainted, label, pictureOf } from './picture.js';
import { playback } from './playback.js';
import { tableView } from './table.js';
import type { View } from './view.js';
import { times } from './words.js';

/** A point as it is drawn; y grows downwards. */
interface Drawn {
  readonly attempt: number;
  readonly x: number;
  readonly y: number;
  readonly candidate: CandidateSnapshot | null;
  readonly mark: MarkName;
  /** How it fared. */
  readonly status: string;
}

const directions: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** More would hide the points. */
const mostJoined = 100;

/** What the legend takes below a picture of the map, in its units. */
const legendHeight = 80;

/** A pointer this near to a point, in units of the map, means it. */
const reach = 30;

/**
 * All attempts on a plane: near each other where the model's hidden states are alike. One path a kind of mark, however
 * many there are; one point is the current one.
 */
export function mapView(
  reveal: (candidate: number) => void,
  savePicture: (svg: string) => void,
): View<ExplorationSnapshot> {
  const order = svgElement('path', { class: 'order' });
  const paths = marks.map((mark) => ({ mark, path: svgElement('path', { 'data-kind': mark.name }) }));
  const ring = svgElement('circle', { class: 'ring', r: '32' });
  const drawing = svgElement(
    'svg',
    { viewBox: `0 0 ${mapSide} ${mapSide}`, 'aria-hidden': 'true' },
    order,
    ...paths.map(({ path }) => path),
    ring,
  );
  const plot = element('div', 'plot map', drawing);
  plot.tabIndex = 0;
  plot.setAttribute('role', 'application');
  plot.setAttribute('aria-label', l10n.t('Map of the attempts'));
  const legend = legendView();
  const current = element('p', 'current');
  current.setAttribute('role', 'status');
  const help = element(
    'p',
    'more',
    l10n.t(
      'Attempts lie near each other where the model’s hidden states are alike: two principal components. The line joins candidates in the order of verification, at most the last {0}; it can be played back. Arrow keys go to the next point, Enter opens its candidate.',
      mostJoined,
    ),
  );
  help.id = 'map-help';
  plot.setAttribute('aria-describedby', help.id);
  const table = tableView(l10n.t('Attempts on the map'), ({ attempt }: Drawn) => attempt, [
    { title: l10n.t('Attempt'), value: ({ attempt }) => `${attempt + 1}` },
    { title: l10n.t('Candidate'), value: ({ candidate }) => candidate?.name ?? '' },
    { title: l10n.t('Result'), value: ({ status }) => status },
    { title: l10n.t('Pick'), value: ({ candidate }) => pickOf(candidate) },
    { title: l10n.t('Across'), value: ({ x }) => fromCentre(x) },
    { title: l10n.t('Up'), value: ({ y }) => fromCentre(mapSide - y) },
  ]);
  const played = playback(() => draw());
  const save = button(l10n.t('Save Map…'), 'secondary', () =>
    savePicture(
      pictureOf(drawing, {
        title: l10n.t('Map of the attempts, by two principal components of the model’s hidden states'),
        box: { x: 0, y: 0, width: mapSide, height: mapSide + legendHeight },
        beside: legend.forPicture(),
      }),
    ),
  );
  let latest: ExplorationSnapshot | null = null;
  let points: readonly Drawn[] = [];
  let chosen: number | null = null;

  const choose = (point: Drawn | null) => {
    chosen = point?.attempt ?? null;
    ring.toggleAttribute('hidden', point === null);
    setText(current, point ? described(point) : '');
    if (!point) return;
    setAttribute(ring, 'cx', `${point.x}`);
    setAttribute(ring, 'cy', `${point.y}`);
  };
  const chosenPoint = () => points.find(({ attempt }) => attempt === chosen) ?? null;
  const open = (point: Drawn | null) => {
    if (point?.candidate) reveal(point.candidate.id);
  };
  /** The first survivor is a good place to start. */
  const orStart = () => chosenPoint() ?? points.find(({ mark }) => mark === 'pass') ?? points[0] ?? null;
  plot.addEventListener('focus', () => choose(orStart()));
  plot.addEventListener('keydown', (event) => {
    const from = orStart();
    if (!from) return;
    const direction = directions[event.key];
    if (direction) choose(next(points, from, direction) ?? from);
    else if (event.key === 'Enter') open(from);
    else return;
    event.preventDefault();
  });
  const under = (event: MouseEvent) => {
    const { left, top, width } = drawing.getBoundingClientRect();
    const unit = mapSide / width;
    return nearest(points, (event.clientX - left) * unit, (event.clientY - top) * unit);
  };
  plot.addEventListener('pointermove', (event) => {
    const point = under(event);
    if (point) choose(point);
  });
  plot.addEventListener('click', (event) => open(under(event)));
  choose(null);

  const draw = () => {
    if (!latest) return;
    points = drawnPoints(latest, played.step);
    for (const { mark, path } of paths) {
      const ofMark = points.filter((point) => point.mark === mark.name);
      setAttribute(path, 'd', ofMark.map(({ x, y }) => mark.at(x, y)).join(''));
    }
    setAttribute(order, 'd', orderOf(points));
    choose(chosenPoint());
    legend.update(points);
    table.update(points);
  };
  return {
    element: element(
      'section',
      '',
      element('h3', '', l10n.t('Map')),
      plot,
      legend.element,
      played.element,
      current,
      help,
      table.element,
      element('div', 'buttons', save),
    ),
    update: (exploration) => {
      latest = exploration;
      const picks = exploration.candidates.map(({ status }) => (status.kind === 'waiting' ? 0 : status.pick));
      played.update(picks.reduce((most, pick) => Math.max(most, pick), 0));
      draw();
    },
  };
}

/** @param step how many verifications are shown; what was picked later is as if it waited */
function drawnPoints({ map, candidates, phase }: ExplorationSnapshot, step: number): Drawn[] {
  const running = phase.kind === 'running';
  const byId = new Map(candidates.map((candidate) => [candidate.id, asOf(step, candidate)]));
  return (map ?? []).map(({ attempt, candidate: id, x, y }: MapPoint) => {
    const candidate = id === null ? null : (byId.get(id) ?? null);
    const status = candidate ? statusOf(candidate, running) : l10n.t('No usable code');
    return { attempt, x, y: mapSide - y, candidate, mark: markOf(candidate, running), status };
  });
}

function asOf(step: number, candidate: CandidateSnapshot): CandidateSnapshot {
  const { status } = candidate;
  return status.kind === 'waiting' || status.pick <= step ? candidate : { ...candidate, status: { kind: 'waiting' } };
}

/** A line through the first attempts of the candidates that were picked last, in the order of the picks. */
function orderOf(points: readonly Drawn[]): string {
  const picked = points.flatMap(({ attempt, candidate, x, y }) =>
    candidate?.id === attempt && candidate.status.kind !== 'waiting' ? [{ pick: candidate.status.pick, x, y }] : [],
  );
  picked.sort((a, b) => a.pick - b.pick);
  return picked
    .slice(-mostJoined)
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`)
    .join('');
}

/** The nearest point in a direction; one straight ahead counts as nearer than one aside. */
function next(points: readonly Drawn[], from: Drawn, [dx, dy]: readonly [number, number]): Drawn | null {
  return least(points, ({ x, y }) => {
    const ahead = (x - from.x) * dx + (y - from.y) * dy;
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
    return ahead > 0 ? ahead + 2 * aside : Number.POSITIVE_INFINITY;
  });
}

function nearest(points: readonly Drawn[], x: number, y: number): Drawn | null {
  return least(points, (point) => {
    const distance = Math.hypot(point.x - x, point.y - y);
    return distance <= reach ? distance : Number.POSITIVE_INFINITY;
  });
}

/** The point of the least cost; null where all costs are infinite. */
function least(points: readonly Drawn[], cost: (point: Drawn) => number): Drawn | null {
  let best: { readonly point: Drawn | null; readonly cost: number } = { point: null, cost: Number.POSITIVE_INFINITY };
  for (const point of points) {
    const own = cost(point);
    if (own < best.cost) best = { point, cost: own };
  }
  return best.point;
}

function described({ attempt, candidate, status }: Drawn): string {
  if (!candidate) return [l10n.t('Attempt {0}', attempt + 1), status].join(' · ');
  const pick = pickOf(candidate);
  return [candidate.name, status, ...(pick ? [l10n.t('pick {0}', pick)] : []), times(candidate.attempts)].join(' · ');
}

function pickOf(candidate: CandidateSnapshot | null): string {
  return candidate && candidate.status.kind !== 'waiting' ? `${candidate.status.pick}` : '';
}

/** From −100 to 100. */
function fromCentre(coordinate: number): string {
  return `${Math.round((200 * coordinate) / mapSide) - 100}`.replace('-', '−');
}

/** The marks that the map has, and how many of each. */
function legendView(): View<readonly Drawn[]> & { forPicture(): SVGElement[] } {
  const items = marks.toReversed().map(({ name, word, at }) => {
    const text = element('span', '');
    const shape = svgElement('path', { d: at(25, 25), 'data-kind': name });
    const sample = svgElement('svg', { viewBox: '0 0 50 50', 'aria-hidden': 'true' }, shape);
    const item = element('li', '', text);
    item.prepend(sample);
    return { name, word, text, item, shape };
  });
  return {
    forPicture: () =>
      items
        .filter(({ item }) => !item.hidden)
        .flatMap(({ shape, text }, index, shown) => {
          const x = 20 + (index * mapSide) / shown.length;
          const group = svgElement('g', { transform: `translate(${x - 25} ${mapSide + legendHeight / 2 - 25})` });
          group.append(...asPainted(shape));
          return [group, label(x + 30, mapSide + legendHeight / 2 + 10, 'start', text.textContent ?? '')];
        }),
    element: element('ul', 'legend', ...items.map(({ item }) => item)),
    update: (points) => {
      for (const { name, word, text, item } of items) {
        const members = points.filter(({ mark }) => mark === name).length;
        item.hidden = members === 0;
        setText(text, `${word} (${members})`);
      }
    },
  };
}
