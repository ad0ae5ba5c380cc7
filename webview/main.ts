import './panel.css';
import { Channel, type Port } from '../src/protocol/channel.js';
import { hostContract, type PanelAction, panelContract } from '../src/protocol/panel.js';
import { createPanel } from './panel.js';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const vscode = acquireVsCodeApi();
const port: Port = {
  post: (message) => vscode.postMessage(message),
  onMessage: (listener) => window.addEventListener('message', ({ data }) => listener(data)),
};

const draw = createPanel(document.body, {
  explore: () => ask('explore'),
  stop: () => ask('stop'),
  resume: (which) => void channel.call('resume', which).catch(shownByTheHost),
  openDiff: (candidate) => void channel.call('openDiff', candidate).catch(shownByTheHost),
  apply: (candidate) => void channel.call('apply', candidate).catch(shownByTheHost),
  openRecord: () => ask('openRecord'),
  configureVerifiers: () => ask('configureVerifiers'),
  openSettings: () => ask('openSettings'),
  manageTrust: () => ask('manageTrust'),
});

const channel = new Channel(port, hostContract, panelContract, {
  show: async (snapshot) => {
    draw(snapshot);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return null;
  },
});

function ask(action: Exclude<PanelAction, 'resume' | 'openDiff' | 'apply'>): void {
  void channel.call(action, null).catch(shownByTheHost);
}

/** VS Code has told the person already. */
function shownByTheHost(): void {}

void channel.call('ready', null).catch(shownByTheHost);
