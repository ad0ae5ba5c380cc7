import * as l10n from '@vscode/l10n';
import type { CandidateSnapshot } from '../src/protocol/panel.js';
import { element, setAttribute, setText } from './dom.js';

/** Numbers to sort by, the smallest first; equal ones keep their order. */
const orders: readonly { readonly label: string; by(candidate: CandidateSnapshot): number }[] = [
  { label: l10n.t('Best first'), by: () => 0 },
  { label: l10n.t('Most often said'), by: ({ attempts }) => -attempts },
  { label: l10n.t('Likeliest'), by: ({ meanLogProbability }) => -meanLogProbability },
  { label: l10n.t('Shortest'), by: ({ lines }) => lines },
  { label: l10n.t('Quickest'), by: ({ status }) => (status.kind === 'verified' ? status.seconds : 0) },
  { label: l10n.t('As picked'), by: ({ status, id }) => (status.kind === 'waiting' ? id : status.pick) },
];

/** Fewer candidates than this are seen at a glance. */
const worthwhile = 4;

/** Which candidates a person wants to see, and in which order. */
export interface Narrowing {
  readonly element: HTMLElement;
  /** Those of them, in that order. */
  applyTo(candidates: readonly CandidateSnapshot[]): readonly CandidateSnapshot[];
  shows(id: number): boolean;
  /** Shows all again. */
  clear(): void;
}

/**
 * @param find the candidates in which a text occurs
 * @param changed told when other candidates are wanted, or in another order
 */
export function narrowing(find: (text: string) => Promise<readonly number[]>, changed: () => void): Narrowing {
  const text = element('input', '');
  text.type = 'search';
  text.placeholder = l10n.t('Filter by name, code or output');
  text.setAttribute('aria-label', l10n.t('Filter candidates by name, code or output'));
  const order = element('select', '', ...orders.map(({ label }, index) => new Option(label, `${index}`)));
  order.setAttribute('aria-label', l10n.t('Order of candidates'));
  const found = element('p', 'more');
  found.setAttribute('role', 'status');
  const root = element('div', 'narrowing', text, order, found);

  let ids: ReadonlySet<number> | null = null;
  /** Whether a screen reader hears how many there are: where the person typed, not where more candidates came. */
  let isSpoken = false;
  let spokenFor = '';
  let latest: readonly CandidateSnapshot[] = [];
  let asking = false;
  let asked = '';
  /** The answer to it changes with the text, and with what is known of the candidates. */
  const question = () => {
    const wanted = text.value.trim();
    return wanted && `${wanted}\n${latest.map(({ id, status }) => `${id} ${status.kind}`)}`;
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    while (question() !== asked) {
      asked = question();
      const wanted = text.value.trim();
      // Nothing comes where the panel is being closed.
      ids = wanted === '' ? null : new Set(await find(wanted).catch(() => []));
      isSpoken = wanted !== spokenFor;
      spokenFor = wanted;
      changed();
      isSpoken = false;
    }
    asking = false;
  };
  text.addEventListener('input', ask);
  order.addEventListener('change', changed);

  const shows = (id: number) => ids === null || ids.has(id);
  return {
    element: root,
    applyTo: (candidates) => {
      latest = candidates;
      root.hidden = candidates.length < worthwhile && text.value === '';
      void ask();
      const { by } = orders[order.selectedIndex]!;
      const wanted = candidates.filter(({ id }) => shows(id));
      const said = ids ? shownOf(wanted.length, candidates.length) : '';
      if (said !== found.textContent) setAttribute(found, 'aria-live', isSpoken ? 'polite' : 'off');
      setText(found, said);
      return wanted.sort((a, b) => by(a) - by(b));
    },
    shows,
    clear: () => {
      text.value = '';
      ids = null;
      changed();
    },
  };
}

function shownOf(shown: number, all: number): string {
  return all === 1 ? l10n.t('{0} of 1 candidate', shown) : l10n.t('{0} of {1} candidates', shown, all);
}
