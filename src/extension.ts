import path from 'node:path';
import * as vscode from 'vscode';
import { installationAt } from './explore/installation.js';
import { CodeParser } from './problem/parser.js';
import { registerCodeActions } from './vscode/code-actions.js';
import { registerCommands } from './vscode/commands.js';
import { CurrentExploration } from './vscode/current-exploration.js';
import { contentProvider, scheme } from './vscode/documents.js';
import { createHistoryView } from './vscode/history-view.js';
import { RememberedOptions } from './vscode/options.js';
import { PanelProvider } from './vscode/panel.js';
import { RememberedExamples } from './vscode/remembered-examples.js';
import { createStatusBarItem } from './vscode/status-bar.js';
import { tellNews } from './vscode/tell-news.js';

let current: CurrentExploration | undefined;

/** Registers what there is; everything else waits until it is asked for. What it returns is for tests. */
export function activate(context: vscode.ExtensionContext): CurrentExploration {
  const installation = installationAt(__dirname);
  const storage = context.storageUri ?? context.globalStorageUri;
  const exploration = new CurrentExploration(installation, {
    models: path.join(context.globalStorageUri.fsPath, 'models'),
    records: path.join(storage.fsPath, 'explorations'),
  });
  current = exploration;
  const panel = new PanelProvider(vscode.Uri.file(__dirname), exploration);
  context.subscriptions.push(
    registerCommands(
      installation,
      exploration,
      once(() => CodeParser.load(installation.grammars)),
      new RememberedExamples(context.workspaceState),
      new RememberedOptions(context.workspaceState),
    ),
    vscode.window.registerWebviewViewProvider(
      'exploreSolutions.panel',
      panel,
      // What is opened, focused and scrolled to in the panel stays so while it is hidden.
      { webviewOptions: { retainContextWhenHidden: true } },
    ),
    vscode.workspace.registerTextDocumentContentProvider(
      scheme,
      contentProvider((id) => exploration.find(id)),
    ),
    createHistoryView(exploration),
    registerCodeActions(),
    createStatusBarItem(exploration),
    tellNews(exploration, panel),
  );
  return exploration;
}

/** Stops what runs; no process outlives the extension. */
export async function deactivate(): Promise<void> {
  await current?.dispose();
}

/** Calls `make` at the first call, and again only after it failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
