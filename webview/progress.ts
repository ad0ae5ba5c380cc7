import * as l10n from '@vscode/l10n';
import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { button } from './controls.js';
import { element, setText } from './dom.js';
import type { View } from './view.js';
import { roughDuration } from './words.js';

const preparations = {
  hash: l10n.t('Reading the model file'),
  build: l10n.t('Making the model runnable (once)'),
  check: l10n.t('Comparing the GPU with the CPU (once)'),
  load: l10n.t('Loading the model'),
  prefill: l10n.t('Reading the problem'),
} as const;

/** How far a running exploration is; hidden when it has ended. */
export function progressView(actions: Actions): View<ExplorationSnapshot> {
  const bar = element('progress', '');
  bar.max = 1;
  const doing = element('span', 'doing');
  doing.id = 'doing';
  bar.setAttribute('aria-labelledby', doing.id);
  let isPaused = false;
  // One button, so that the keyboard stays on it.
  const hold = button(l10n.t('Pause'), 'secondary', () => (isPaused ? actions.continue() : actions.pause()));
  const buttons = element('div', 'buttons', hold, button(l10n.t('Stop'), 'secondary', actions.stop));
  const root = element('div', 'progress', bar, element('div', 'row', doing, buttons));
  return {
    element: root,
    update: (exploration) => {
      root.hidden = exploration.phase.kind !== 'running';
      if (exploration.phase.kind !== 'running') return;
      const { paused, preparing } = exploration.phase;
      isPaused = paused;
      setText(hold, paused ? l10n.t('Continue') : l10n.t('Pause'));
      bar.value = preparing ? preparing.fraction : exploration.attempts / exploration.attemptsWanted;
      const work = preparing ? preparations[preparing.what] : writing(exploration.phase, exploration);
      setText(doing, paused ? held(exploration) : work);
    },
  };
}

function held({ attempts, attemptsWanted }: ExplorationSnapshot): string {
  const left = attemptsWanted - attempts;
  const howMany =
    attemptsWanted === 1
      ? l10n.t('{0} of 1 attempt left', left)
      : l10n.t('{0} of {1} attempts left', left, attemptsWanted);
  return `${l10n.t('Paused')}\n${howMany}`;
}

function writing(
  { tokensPerSecond, secondsLeft }: Extract<ExplorationSnapshot['phase'], { kind: 'running' }>,
  exploration: ExplorationSnapshot,
): string {
  const { attempts, attemptsWanted } = exploration;
  if (isComparing(exploration)) return l10n.t('Comparing what the survivors do');
  const parts = [
    ...(tokensPerSecond === null ? [] : [l10n.t('{0} tokens/s', Math.round(tokensPerSecond))]),
    ...(secondsLeft === null || attempts === attemptsWanted
      ? []
      : [l10n.t('about {0} left', roughDuration(secondsLeft))]),
  ];
  const doing =
    attempts === attemptsWanted ? l10n.t('Verifying what is left') : l10n.t('Writing and verifying attempts');
  return `${doing}\n${parts.join(' · ')}`;
}

/** Whether nothing is left but to compare the survivors. */
function isComparing(exploration: ExplorationSnapshot): boolean {
  const { attempts, attemptsWanted, distinct, verified, survivors, survivorsWanted } = exploration;
  return survivors > 1 && (survivors >= survivorsWanted || (attempts === attemptsWanted && verified === distinct));
}
