import { type Button, provideVSCodeDesignSystem, vsCodeButton, vsCodeProgressRing } from '@vscode/webview-ui-toolkit';
import { element } from './dom.js';
import { type IconName, icon } from './icon.js';

/** The only place that knows the UI toolkit. */

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing());

/** A button; `primary` for the one thing a person most likely wants next. */
export function button(label: string, appearance: 'primary' | 'secondary', onClick: () => void): Button {
  return buttonWith(label, appearance, onClick);
}

/** A button that takes little room, for what is wanted less often; its label is shown on hovering. */
export function iconButton(name: IconName, label: string, onClick: () => void): Button {
  const made = buttonWith(icon(name), 'icon', onClick);
  made.title = label;
  made.setAttribute('aria-label', label);
  return made;
}

function buttonWith(content: string | Node, appearance: Button['appearance'], onClick: () => void): Button {
  const made = document.createElement('vscode-button') as Button;
  // The property: a change of the attribute is not heeded once it is on the page.
  made.appearance = appearance;
  made.append(content);
  made.addEventListener('click', onClick);
  return made;
}

/** A word in a text that leads to something else. */
export function link(label: string, onClick: () => void): HTMLElement {
  const made = element('button', 'link', label);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}

/** Says that something is going on whose end is not known. */
export function progressRing(): HTMLElement {
  const made = document.createElement('vscode-progress-ring');
  made.setAttribute('aria-hidden', 'true');
  return made;
}
