import type { ExplorationSnapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { button } from './controls.js';
import { element, setText } from './dom.js';
import type { View } from './view.js';
import { roughDuration } from './words.js';

const preparations = {
  hash: 'Reading the model file',
  build: 'Making the model runnable (once)',
  check: 'Comparing the GPU with the CPU (once)',
  load: 'Loading the model',
  prefill: 'Reading the problem',
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
  const hold = button('Pause', 'secondary', () => (isPaused ? actions.continue() : actions.pause()));
  const buttons = element('div', 'buttons', hold, button('Stop', 'secondary', actions.stop));
  const root = element('div', 'progress', bar, element('div', 'row', doing, buttons));
  return {
    element: root,
    update: (exploration) => {
      root.hidden = exploration.phase.kind !== 'running';
      if (exploration.phase.kind !== 'running') return;
      const { paused, preparing } = exploration.phase;
      isPaused = paused;
      setText(hold, paused ? 'Continue' : 'Pause');
      bar.value = preparing ? preparing.fraction : exploration.attempts / exploration.attemptsWanted;
      const work = preparing ? preparations[preparing.what] : writing(exploration.phase, exploration);
      setText(doing, paused ? held(exploration) : work);
    },
  };
}

function held({ attempts, attemptsWanted }: ExplorationSnapshot): string {
  return `Paused\n${attemptsWanted - attempts} of ${attemptsWanted} attempts left`;
}

function writing(
  { tokensPerSecond, secondsLeft }: Extract<ExplorationSnapshot['phase'], { kind: 'running' }>,
  { attempts, attemptsWanted }: ExplorationSnapshot,
): string {
  const parts = [
    ...(tokensPerSecond === null ? [] : [`${Math.round(tokensPerSecond)} tokens/s`]),
    ...(secondsLeft === null || attempts === attemptsWanted ? [] : [`about ${roughDuration(secondsLeft)} left`]),
  ];
  const doing = attempts === attemptsWanted ? 'Verifying what is left' : 'Writing and verifying attempts';
  return `${doing}\n${parts.join(' · ')}`;
}
