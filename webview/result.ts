import { moreAttempts } from '../src/core/exploration.js';
import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { button } from './controls.js';
import { arrange, element, setText } from './dom.js';
import { type IconName, icon } from './icon.js';
import type { View } from './view.js';
import { count, unusableReasons } from './words.js';

interface Result {
  readonly icon: IconName;
  readonly message: string;
  readonly next: string;
  readonly offers: readonly ('resume' | 'more' | 'again' | 'settings')[];
}

/** What came of the exploration and what to do next; a screen reader hears it when it changes. */
export function resultView(exploration: string, actions: Actions): View<ExplorationSnapshot> {
  const sign = element('span', 'sign');
  const message = element('strong', '');
  const next = element('p', '');
  const spoken = element('div', 'spoken', element('p', '', message), next);
  spoken.setAttribute('role', 'status');
  const buttons = element('div', 'buttons');
  const offers = {
    resume: button('Resume', 'primary', () => actions.resume({ exploration })),
    more: button(`${moreAttempts} More`, 'secondary', () => actions.exploreMore({ exploration })),
    again: button('Explore Again', 'secondary', actions.explore),
    settings: button('Open Settings', 'secondary', actions.openSettings),
  };
  const root = element('section', 'result', sign, spoken, buttons);
  root.setAttribute('aria-label', 'Result');
  root.dataset.kind = '';
  let drawn: IconName | null = null;
  return {
    element: root,
    update: (snapshot) => {
      const result = resultOf(snapshot);
      setText(message, result?.message ?? '');
      setText(next, result?.next ?? '');
      arrange(buttons, result ? result.offers.map((offer) => offers[offer]) : []);
      const wanted = result?.icon ?? null;
      if (wanted === drawn) return;
      drawn = wanted;
      root.dataset.kind = wanted ?? '';
      sign.replaceChildren(...(wanted ? [icon(wanted)] : []));
    },
  };
}

function resultOf(exploration: ExplorationSnapshot): Result | null {
  const { phase, survivors, distinct } = exploration;
  const found = count(survivors, 'survivor');
  if (phase.kind === 'failed') {
    return { icon: 'error', message: phase.error, next: phase.nextStep, offers: ['resume', 'again', 'settings'] };
  }
  if (survivors > 0) {
    // Without a number while it runs: a screen reader would hear every one.
    const message = phase.kind === 'running' ? 'Survivors are coming in.' : `Found ${found}.`;
    return { icon: 'pass', message, next: 'Compare, then apply one.', offers: offersBeside(phase) };
  }
  if (phase.kind === 'running') return null;
  if (phase.kind === 'interrupted') {
    return {
      icon: 'waiting',
      message: 'Interrupted: no survivor so far.',
      next: 'It can go on where it was cut off.',
      offers: ['resume', 'more', 'again'],
    };
  }
  if (phase.reason === 'cancelled') {
    return {
      icon: 'waiting',
      message: 'Stopped: no survivor so far.',
      next: 'What was verified is below.',
      offers: ['resume', 'more', 'again'],
    };
  }
  if (distinct === 0) {
    return {
      icon: 'fail',
      message: 'No attempt had usable code.',
      next: `What was wrong: ${unusableReasons(exploration)}. Select the whole function, say in a comment what it must do, or choose a larger model.`,
      offers: ['more', 'settings'],
    };
  }
  return {
    icon: 'fail',
    message: phase.reason === 'budget' ? 'The budget of verifier runs is spent: no survivor.' : 'No attempt passed.',
    next: 'Below is why. More attempts, another seed or a larger model may help; so does a comment that says what the code must do.',
    offers: ['more', 'settings'],
  };
}

/** How it can go on, where there are survivors. */
function offersBeside(phase: ExplorationSnapshot['phase']): Result['offers'] {
  if (phase.kind === 'running') return [];
  const isCutOff = phase.kind === 'interrupted' || (phase.kind === 'ended' && phase.reason === 'cancelled');
  return isCutOff ? ['resume', 'more'] : ['more'];
}
