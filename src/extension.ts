import './vscode/language.js';
import path from 'node:path';
import * as vscode from 'vscode';
import { installationAt } from './explore/installation.js';
import { forgetDeletedFolders } from './explore/other-histories.js';
import { CodeParser } from './problem/parser.js';
import { registerCodeActions } from './vscode/code-actions.js';
import { registerCommands } from './vscode/commands.js';
import { CurrentExploration } from './vscode/current-exploration.js';
import { contentProvider, scheme } from './vscode/documents.js';
import { showExample } from './vscode/example.js';
import { createHistoryView } from './vscode/history-view.js';
import { ExploreTool, toolName } from './vscode/language-model-tool.js';
import { showError } from './vscode/notices.js';
import { RememberedOptions } from './vscode/options.js';
import { PanelProvider } from './vscode/panel.js';
import { RememberedExamples } from './vscode/remembered-examples.js';
import { createStatusBarItem } from './vscode/status-bar.js';
import { tellNews } from './vscode/tell-news.js';
import { followSurvivors } from './vscode/walkthrough.js';

let current: CurrentExploration | undefined;

/** Registers what there is; everything else waits until it is asked for. What it returns is for tests. */
export function activate(context: vscode.ExtensionContext): CurrentExploration {
  const installation = installationAt(__dirname);
  const storage = context.storageUri ?? context.globalStorageUri;
  const records = path.join(storage.fsPath, 'explorations');
  const exploration = new CurrentExploration(installation, {
    models: path.join(context.globalStorageUri.fsPath, 'models'),
    records,
  });
  current = exploration;
  const loadParser = once(() => CodeParser.load(installation.grammars));
  const panel = new PanelProvider(vscode.Uri.file(__dirname), exploration);
  context.subscriptions.push(
    registerCommands(
      installation,
      exploration,
      loadParser,
      new RememberedExamples(context.workspaceState),
      new RememberedOptions(context.workspaceState),
      context.globalStorageUri,
    ),
    vscode.lm.registerTool(toolName, new ExploreTool(installation, exploration, loadParser)),
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
    followSurvivors(exploration),
    tellNews(exploration, panel),
  );
  showExample(installation).catch(showError);
  // What cannot be removed now is tried again another time.
  forgetDeletedFolders(records).catch(() => {});
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
