import './language.js';
import './panel.css';
import { Channel, type Port } from '../src/protocol/channel.js';
import { hostContract, panelContract } from '../src/protocol/panel.js';
import { createPanel } from './panel.js';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const vscode = acquireVsCodeApi();
const port: Port = {
  post: (message) => vscode.postMessage(message),
  onMessage: (listener) => window.addEventListener('message', ({ data }) => listener(data)),
};

type Calls = typeof hostContract;
type Method = keyof Calls & string;
type Params<M extends Method> = Parameters<typeof channel.call<M>>[1];

const draw = createPanel(document.body, {
  explore: () => ask('explore', null),
  exploreWithExamples: () => ask('exploreWithExamples', null),
  stop: () => ask('stop', null),
  pause: () => ask('pause', null),
  continue: () => ask('continue', null),
  resume: (which) => ask('resume', which),
  exploreMore: (which) => ask('exploreMore', which),
  openDiff: (candidate) => ask('openDiff', candidate),
  compare: (candidate) => ask('compare', candidate),
  apply: (candidate) => ask('apply', candidate),
  openRecord: () => ask('openRecord', null),
  configureVerifiers: () => ask('configureVerifiers', null),
  openSettings: () => ask('openSettings', null),
  manageTrust: () => ask('manageTrust', null),
  details: (candidate) => channel.call('details', candidate),
  find: (what) => channel.call('find', what),
  showMap: (how) => ask('showMap', how),
  savePicture: (picture) => ask('savePicture', picture),
});

const channel = new Channel(port, hostContract, panelContract, {
  show: async (snapshot) => {
    draw(snapshot);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return null;
  },
});

/** Asks for something whose failure VS Code tells the person itself. */
function ask<M extends Method>(method: M, params: Params<M>): void {
  void channel.call(method, params).catch(() => {});
}

ask('ready', null);
