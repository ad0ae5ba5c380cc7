import * as l10n from '@vscode/l10n';
import { decimal } from '../src/core/language.js';
import { type CurvePoint, passCurve } from '../src/core/pass-curve.js';
import { expectedVerifications } from '../src/core/random-order.js';
import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import { button } from './controls.js';
import { element, setAttribute, setText, svgElement } from './dom.js';
import { label, pictureOf } from './picture.js';
import { tableView } from './table.js';
import type { View } from './view.js';
import { percent } from './words.js';

const width = 1000;
const height = 450;

/** pass@k for every k that can be estimated, with its interval; the arrow keys go along it. */
export function curveView(savePicture: (svg: string) => void): View<ExplorationSnapshot> {
  const band = svgElement('path', { class: 'band' });
  const line = svgElement('path', { class: 'estimate' });
  const cursor = svgElement('path', { class: 'cursor' });
  const drawing = svgElement(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    svgElement('path', { class: 'grid', d: [0, 0.5, 1].map((share) => `M0 ${share * height}h${width}`).join('') }),
    band,
    line,
    cursor,
  );
  const last = element('span', '');
  const plot = element(
    'div',
    'plot curve',
    element('span', 'top', '100 %'),
    element('span', 'bottom', '0 %'),
    drawing,
    element('span', 'first', 'k = 1'),
    last,
  );
  last.className = 'last';
  plot.tabIndex = 0;
  plot.setAttribute('role', 'slider');
  plot.setAttribute('aria-label', l10n.t('pass@k, by the number of attempts k'));
  plot.setAttribute('aria-valuemin', '1');
  const current = element('p', 'current');
  current.setAttribute('aria-hidden', 'true');
  const about = element('p', 'more');
  const randomOrder = element('p', 'more');
  const table = tableView(l10n.t('pass@k with its 95 % interval'), ({ k }: CurvePoint) => k, [
    { title: 'k', value: ({ k }) => `${k}` },
    { title: 'pass@k', value: ({ estimate }) => percent(estimate) },
    { title: l10n.t('From'), value: ({ low }) => percent(low) },
    { title: l10n.t('To'), value: ({ high }) => percent(high) },
  ]);
  const save = button(l10n.t('Save Curve…'), 'secondary', () =>
    savePicture(
      pictureOf(drawing, {
        title: l10n.t('pass@k with its 95 % interval, by the number of attempts k on a logarithmic scale'),
        box: { x: -100, y: -40, width: width + 140, height: height + 110 },
        beside: [
          label(-12, 10, 'end', '100 %'),
          label(-12, height, 'end', '0 %'),
          label(0, height + 45, 'start', 'k = 1'),
          label(width, height + 45, 'end', last.textContent ?? ''),
        ],
      }),
    ),
  );
  const saving = element('div', 'buttons', save);
  let curve: readonly CurvePoint[] = [];
  let k = 1;
  let drawn = '';

  const choose = (wanted: number) => {
    k = Math.min(curve.length, Math.max(1, wanted));
    const point = curve[k - 1];
    if (!point) return;
    const [estimate, low, high] = [point.estimate, point.low, point.high].map(percent) as [string, string, string];
    const said = l10n.t('pass@{0}: {1}, 95 % interval {2} to {3}', k, estimate, low, high);
    setText(current, said);
    setAttribute(plot, 'aria-valuenow', `${k}`);
    setAttribute(plot, 'aria-valuetext', said);
    setAttribute(cursor, 'd', `M${across(k, curve.length)} 0v${height}`);
  };
  plot.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.round(curve.length / 10));
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: k - 1,
      ArrowDown: k - 1,
      ArrowRight: k + 1,
      ArrowUp: k + 1,
      PageDown: k - page,
      PageUp: k + page,
      Home: 1,
      End: curve.length,
    };
    const wanted = steps[event.key];
    if (wanted === undefined) return;
    choose(wanted);
    event.preventDefault();
  });
  plot.addEventListener('pointermove', (event) => {
    const { left, width: shown } = drawing.getBoundingClientRect();
    choose(Math.round(curve.length ** ((event.clientX - left) / shown)));
  });

  return {
    element: element(
      'section',
      '',
      element('h3', '', l10n.t('Curve')),
      plot,
      current,
      about,
      randomOrder,
      table.element,
      saving,
    ),
    update: (exploration) => {
      const { judgedAttempts, passedAttempts } = exploration;
      setText(about, aboutOf(exploration));
      setText(randomOrder, randomOrderOf(exploration));
      const wanted = `${judgedAttempts} ${passedAttempts}`;
      if (wanted === drawn) return;
      drawn = wanted;
      curve = passCurve(judgedAttempts, passedAttempts);
      for (const each of [plot, current, table.element, saving]) each.hidden = curve.length === 0;
      setText(last, `k = ${curve.length}`);
      setAttribute(plot, 'aria-valuemax', `${curve.length}`);
      line.setAttribute(
        'd',
        pathOf(curve, ({ estimate }) => estimate),
      );
      const [low, high] = [pathOf(curve, (point) => point.low), pathOf(curve.toReversed(), (point) => point.high)];
      band.setAttribute('d', curve.length === 0 ? '' : `${low}L${high.slice(1)}z`);
      table.update(milestones(curve));
      choose(k);
    },
  };
}

/** Logarithmic, as most of the rise is at the first few k. */
function across(k: number, n: number): number {
  return n === 1 ? 0 : (width * Math.log(k)) / Math.log(n);
}

/** Through all points; as wide as the drawing where there is only one. */
function pathOf(curve: readonly CurvePoint[], value: (point: CurvePoint) => number): string {
  const n = curve.length;
  const at = (x: number, point: CurvePoint) => `${x.toFixed(1)} ${(height * (1 - value(point))).toFixed(1)}`;
  const places = curve.map((point) => at(across(point.k, n), point));
  const [only] = curve;
  if (only && n === 1) places.push(at(width, only));
  return n === 0 ? '' : `M${places.join('L')}`;
}

/** Few enough to read: every k up to 10, then its doubles, and the last. */
function milestones(curve: readonly CurvePoint[]): CurvePoint[] {
  return curve.filter(({ k }) => k <= 10 || Number.isInteger(Math.log2(k / 10)) || k === curve.length);
}

function aboutOf({ judgedAttempts, attempts, phase, selector }: ExplorationSnapshot): string {
  if (judgedAttempts === 0) return l10n.t('The curve begins with the first verdict.');
  const cautions = [
    ...(phase.kind === 'ended' && phase.reason === 'survivors'
      ? [l10n.t('This is rather high because it ended with a survivor.')]
      : []),
    ...(judgedAttempts < attempts && selector !== 'random'
      ? [l10n.t('They are not a random sample: the selector chose them.')]
      : []),
  ];
  const known =
    attempts === 1
      ? l10n.t('Estimated from the one attempt, whose verdict is known.')
      : l10n.t('Estimated from the {0} of {1} attempts whose verdict is known.', judgedAttempts, attempts);
  const meaning = l10n.t(
    'pass@k is the probability that at least one of k attempts passes; k is drawn on a logarithmic scale.',
  );
  return [known, ...cautions, meaning].join(' ');
}

/** What random order would have cost to the first survivor; why that is not said, where it is not known. */
function randomOrderOf({ candidates, phase }: ExplorationSnapshot): string {
  if (candidates.length === 0) return '';
  const judged = candidates.flatMap(({ status }) =>
    status.kind === 'verified' && status.outcome !== 'error' ? [status] : [],
  );
  if (judged.length < candidates.length) {
    return withoutVerdict(candidates.length - judged.length, candidates.length, phase.kind === 'running');
  }
  const picks = judged.flatMap(({ outcome, pick }) => (outcome === 'pass' ? [pick] : []));
  if (picks.length === 0) return l10n.t('No candidate passed, so no order would have found a survivor.');
  return l10n.t(
    'In random order, the first survivor among these {0} candidates would be verification {1} on average; here it was number {2}.',
    candidates.length,
    decimal(expectedVerifications(candidates.length, picks.length), 1),
    Math.min(...picks),
  );
}

function withoutVerdict(missing: number, all: number, running: boolean): string {
  if (running) {
    return all === 1
      ? l10n.t('What random order would have cost is not known: {0} of 1 candidate without a verdict yet.', missing)
      : l10n.t(
          'What random order would have cost is not known: {0} of {1} candidates without a verdict yet.',
          missing,
          all,
        );
  }
  return all === 1
    ? l10n.t('What random order would have cost is not known: {0} of 1 candidate without a verdict.', missing)
    : l10n.t('What random order would have cost is not known: {0} of {1} candidates without a verdict.', missing, all);
}
