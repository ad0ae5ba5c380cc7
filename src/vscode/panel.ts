import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { CancelledError } from '../core/errors.js';
import { candidateOf, type Exploration } from '../core/exploration.js';
import { Channel, type Port } from '../protocol/channel.js';
import { hostContract, panelContract, type Snapshot } from '../protocol/panel.js';
import { detailsOf, findCandidates } from './candidate-details.js';
import type { CurrentExploration } from './current-exploration.js';
import { Drawing } from './drawing.js';
import { folderLabel } from './folders.js';
import { showError } from './notices.js';
import { mapOf } from './pool-map.js';
import { savePicture } from './save-picture.js';
import { problemSnapshot, snapshotOf } from './snapshot.js';

/** The view with the panel: sends it whole snapshots, and does what is clicked in it. */
export class PanelProvider implements vscode.WebviewViewProvider {
  private view: vscode.WebviewView | null = null;

  constructor(
    private readonly dist: vscode.Uri,
    private readonly current: CurrentExploration,
  ) {}

  /** Whether a person can see it. */
  get visible(): boolean {
    return this.view?.visible ?? false;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    this.view = view;
    let drawing: Drawing | null = null;
    let withMap = false;
    const channel = new Channel(portOf(webview), panelContract, hostContract, {
      ready: () => {
        drawing = new Drawing(channel, () => this.snapshot(withMap));
        drawing.refresh();
        // A record that cannot be read leaves the panel empty; the list says what is wrong with it.
        void this.current.restore().catch(() => {});
        return null;
      },
      explore: () => command('explore'),
      exploreWithExamples: () => command('exploreWithExamples'),
      stop: () => command('stop'),
      pause: () => command('pause'),
      continue: () => command('continue'),
      resume: ({ exploration: id }) => command('resume', { id }),
      exploreMore: ({ exploration: id }) => command('exploreMore', { id }),
      openDiff: (clicked) => this.ofCandidate('openDiff', clicked),
      compare: (clicked) => this.ofCandidate('compare', clicked),
      apply: (clicked) => this.ofCandidate('apply', clicked),
      details: ({ exploration, candidate }) => {
        const state = this.explorationOf(exploration);
        return state && detailsOf(state, candidateOf(state, candidate));
      },
      find: ({ exploration, text }) => {
        const state = this.explorationOf(exploration);
        return state ? findCandidates(state, text) : [];
      },
      showMap: ({ shown }) => {
        withMap = shown;
        drawing?.refresh();
        return null;
      },
      savePicture: ({ name, svg }) => {
        void savePicture(name, svg).catch(showError);
        return null;
      },
      openRecord: () => command('openRecord'),
      configureVerifiers: () => command('configureVerifiers'),
      openSettings: () => command('openSettings'),
      manageTrust: () => command('manageTrust'),
    });
    const refresh = () => drawing?.refresh();
    const subscriptions = [this.current.onDidChange(refresh), vscode.workspace.onDidGrantWorkspaceTrust(refresh)];
    view.onDidDispose(() => {
      if (this.view === view) this.view = null;
      channel.close(new CancelledError());
      for (const subscription of subscriptions) subscription.dispose();
    });
    webview.options = { enableScripts: true, localResourceRoots: [this.dist] };
    webview.html = pageOf(webview, this.dist);
  }

  private snapshot(withMap: boolean): Snapshot {
    const { shown } = this.current;
    if (shown.kind === 'nothing') return { kind: 'empty', trusted: vscode.workspace.isTrusted };
    const { problem } = shown.kind === 'starting' ? shown : shown.state;
    const folder = folderLabel(problem.workspace);
    if (shown.kind === 'starting') return { kind: 'starting', problem: problemSnapshot(problem, folder) };
    return snapshotOf(shown.state, shown.pace, folder, withMap ? mapOf(shown.state) : null);
  }

  /** What the panel asks may come late, when another exploration is shown already. */
  private explorationOf(id: string): Exploration | null {
    const { shown } = this.current;
    return shown.kind === 'exploration' && shown.state.id === id ? shown.state : null;
  }

  private ofCandidate(name: string, { exploration, candidate }: { exploration: string; candidate: number }): null {
    return this.explorationOf(exploration) ? command(name, candidate) : null;
  }
}

/** Starts a command; it tells the person itself how it went. */
function command(name: string, ...args: unknown[]): null {
  void vscode.commands.executeCommand(`exploreSolutions.${name}`, ...args);
  return null;
}

function portOf(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    onMessage: (listener) => void webview.onDidReceiveMessage(listener),
  };
}

/**
 * The panel's page: its own script and style and nothing else, from nowhere. The toolkit reads `csp-nonce`. Translations
 * are data of the page, so that they are there before the script runs.
 */
function pageOf(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name));
  const { bundle } = vscode.l10n;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource} 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${bundle ? vscode.env.language : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="${uri('panel.css')}">
<title>Explore Solutions</title>
</head>
<body>
${bundle ? `<script type="application/json" id="translations">${inMarkup(bundle)}</script>` : ''}
<script nonce="${nonce}" src="${uri('panel.js')}"></script>
</body>
</html>`;
}

/** JSON in which nothing ends the element that it stands in. */
function inMarkup(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
