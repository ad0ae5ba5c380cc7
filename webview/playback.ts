import * as l10n from '@vscode/l10n';
import { button } from './controls.js';
import { element, setAttribute, setText } from './dom.js';
import type { View } from './view.js';

/** Milliseconds between two steps. */
const pace = 250;

/** How many verifications there were. */
export interface Playback extends View<number> {
  /** How many of them are shown: all, unless the person went back. */
  readonly step: number;
}

/** Goes through the verifications of an exploration in their order, by hand or by itself. */
export function playback(changed: () => void): Playback {
  const slider = element('input', '');
  slider.type = 'range';
  slider.min = '0';
  slider.setAttribute('aria-label', l10n.t('Verifications that the map shows'));
  const said = element('span', 'facts');
  const play = button(l10n.t('Play'), 'secondary', () => (timer === undefined ? start() : stop()));
  const root = element('div', 'playback', play, slider, said);
  let last = 0;
  let step = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  const draw = () => {
    setAttribute(slider, 'max', `${last}`);
    slider.value = `${step}`;
    const text = last === 1 ? l10n.t('{0} of 1 verification', step) : l10n.t('{0} of {1} verifications', step, last);
    setText(said, text);
    setAttribute(slider, 'aria-valuetext', text);
    setText(play, timer === undefined ? l10n.t('Play') : l10n.t('Pause'));
  };
  const go = (to: number) => {
    step = to;
    if (step >= last) stop();
    draw();
    changed();
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    draw();
  };
  const start = () => {
    if (step >= last) go(0);
    timer = setInterval(() => (root.isConnected ? go(step + 1) : stop()), pace);
    draw();
  };
  slider.addEventListener('input', () => {
    const wanted = Number(slider.value);
    stop();
    go(wanted);
  });

  return {
    element: root,
    get step() {
      return step;
    },
    update: (verifications) => {
      // Who looks at the end stays there while more are verified.
      const atEnd = step === last && timer === undefined;
      last = verifications;
      step = atEnd ? last : Math.min(step, last);
      root.hidden = last === 0;
      draw();
    },
  };
}
