import * as l10n from '@vscode/l10n';
import { moreAttempts } from '../src/core/exploration.js';
import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { button } from './controls.js';
import { arrange, element, setText } from './dom.js';
import { type IconName, icon } from './icon.js';
import type { View } from './view.js';
import { unusableReasons } from './words.js';

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
    resume: button(l10n.t('Resume'), 'primary', () => actions.resume({ exploration })),
    more: button(l10n.t('{0} More', moreAttempts), 'secondary', () => actions.exploreMore({ exploration })),
    again: button(l10n.t('Explore Again'), 'secondary', actions.explore),
    settings: button(l10n.t('Open Settings'), 'secondary', actions.openSettings),
  };
  const root = element('section', 'result', sign, spoken, buttons);
  root.setAttribute('aria-label', l10n.t('Result'));
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
  if (phase.kind === 'failed') {
    return { icon: 'error', message: phase.error, next: phase.nextStep, offers: ['resume', 'again', 'settings'] };
  }
  if (survivors > 0) {
    // Without a number while it runs: a screen reader would hear every one.
    const message = foundOf(survivors, phase.kind === 'running');
    return { icon: 'pass', message, next: l10n.t('Compare, then apply one.'), offers: offersBeside(phase) };
  }
  if (phase.kind === 'running') return null;
  if (phase.kind === 'interrupted') {
    return {
      icon: 'waiting',
      message: l10n.t('Interrupted: no survivor so far.'),
      next: l10n.t('It can go on where it was cut off.'),
      offers: ['resume', 'more', 'again'],
    };
  }
  if (phase.reason === 'cancelled') {
    return {
      icon: 'waiting',
      message: l10n.t('Stopped: no survivor so far.'),
      next: l10n.t('What was verified is below.'),
      offers: ['resume', 'more', 'again'],
    };
  }
  if (distinct === 0) {
    return {
      icon: 'fail',
      message: l10n.t('No attempt had usable code.'),
      next: l10n.t(
        'What was wrong: {0}. Select the whole function, say in a comment what it must do, or choose a larger model.',
        unusableReasons(exploration),
      ),
      offers: ['more', 'settings'],
    };
  }
  return {
    icon: 'fail',
    message:
      phase.reason === 'budget'
        ? l10n.t('The budget of verifier runs is spent: no survivor.')
        : l10n.t('No attempt passed.'),
    next: l10n.t(
      'Below is why. More attempts, another seed or a larger model may help; so does a comment that says what the code must do.',
    ),
    offers: ['more', 'settings'],
  };
}

function foundOf(survivors: number, running: boolean): string {
  if (running) return l10n.t('Survivors are coming in.');
  return survivors === 1 ? l10n.t('Found 1 survivor.') : l10n.t('Found {0} survivors.', survivors);
}

/** How it can go on, where there are survivors. */
function offersBeside(phase: ExplorationSnapshot['phase']): Result['offers'] {
  if (phase.kind === 'running') return [];
  const isCutOff = phase.kind === 'interrupted' || (phase.kind === 'ended' && phase.reason === 'cancelled');
  return isCutOff ? ['resume', 'more'] : ['more'];
}
