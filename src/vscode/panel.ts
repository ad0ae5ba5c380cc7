import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { CancelledError } from '../core/errors.js';
import { Channel, type Port } from '../protocol/channel.js';
import { hostContract, panelContract, type Snapshot } from '../protocol/panel.js';
import type { CurrentExploration } from './current-exploration.js';
import { folderLabel } from './folders.js';
import { problemSnapshot, snapshotOf } from './snapshot.js';

/** Least milliseconds between two snapshots: faster than this nobody reads. */
const pause = 100;

/** The view with the panel: sends it whole snapshots, and does what is clicked in it. */
export class PanelProvider implements vscode.WebviewViewProvider {
  constructor(
    private readonly dist: vscode.Uri,
    private readonly current: CurrentExploration,
  ) {}

  resolveWebviewView({ webview, onDidDispose }: vscode.WebviewView): void {
    let drawing: Drawing | null = null;
    const channel = new Channel(portOf(webview), panelContract, hostContract, {
      ready: () => {
        drawing = new Drawing(channel, () => this.snapshot());
        drawing.refresh();
        // A record that cannot be read leaves the panel empty; the list says what is wrong with it.
        void this.current.restore().catch(() => {});
        return null;
      },
      explore: () => command('explore'),
      stop: () => command('stop'),
      resume: ({ exploration: id }) => command('resume', { id }),
      openDiff: (clicked) => this.ofCandidate('openDiff', clicked),
      apply: (clicked) => this.ofCandidate('apply', clicked),
      openRecord: () => command('openRecord'),
      configureVerifiers: () => command('configureVerifiers'),
      openSettings: () => command('openSettings'),
      manageTrust: () => command('manageTrust'),
    });
    const refresh = () => drawing?.refresh();
    const subscriptions = [this.current.onDidChange(refresh), vscode.workspace.onDidGrantWorkspaceTrust(refresh)];
    onDidDispose(() => {
      channel.close(new CancelledError());
      for (const subscription of subscriptions) subscription.dispose();
    });
    webview.options = { enableScripts: true, localResourceRoots: [this.dist] };
    webview.html = pageOf(webview, this.dist);
  }

  private snapshot(): Snapshot {
    const { shown } = this.current;
    if (shown.kind === 'nothing') return { kind: 'empty', trusted: vscode.workspace.isTrusted };
    const { problem } = shown.kind === 'starting' ? shown : shown.state;
    const folder = folderLabel(problem.workspace);
    if (shown.kind === 'starting') return { kind: 'starting', problem: problemSnapshot(problem, folder) };
    return snapshotOf(shown.state, shown.pace, folder);
  }

  /** A click may come late, when another exploration is shown already. */
  private ofCandidate(name: string, { exploration, candidate }: { exploration: string; candidate: number }): null {
    const { shown } = this.current;
    return shown.kind === 'exploration' && shown.state.id === exploration ? command(name, candidate) : null;
  }
}

/** Starts a command; it tells the person itself how it went. */
function command(name: string, ...args: unknown[]): null {
  void vscode.commands.executeCommand(`exploreSolutions.${name}`, ...args);
  return null;
}

/** Sends the newest snapshot whenever the one before is on the screen. */
class Drawing {
  private stale = false;
  private sending = false;

  constructor(
    private readonly channel: Channel<typeof panelContract, typeof hostContract>,
    private readonly snapshot: () => Snapshot,
  ) {}

  refresh(): void {
    this.stale = true;
    // It ends when the panel is closed.
    if (!this.sending) void this.send().catch(() => {});
  }

  private async send(): Promise<void> {
    this.sending = true;
    while (this.stale) {
      this.stale = false;
      await Promise.all([this.channel.call('show', this.snapshot()), delay(pause)]);
    }
    this.sending = false;
  }
}

function portOf(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    onMessage: (listener) => void webview.onDidReceiveMessage(listener),
  };
}

/** The panel's page: its own script and style and nothing else, from nowhere. The toolkit reads `csp-nonce`. */
function pageOf(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name));
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource} 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="${uri('panel.css')}">
<title>Explore Solutions</title>
</head>
<body>
<script nonce="${nonce}" src="${uri('panel.js')}"></script>
</body>
</html>`;
}
