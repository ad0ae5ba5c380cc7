import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { suggestVerifiers, type VerifierEntry, viewOnDisk } from '../verify/suggest/index.js';
import { NoFolderError } from './errors.js';
import { inList } from './plain-text.js';
import { reached } from './walkthrough.js';

/** What a newcomer starts from where nothing can be told from the workspace. */
const example: readonly VerifierEntry[] = [
  { name: 'tests', command: ['npm', 'test'], timeoutSeconds: 30, files: '**' },
];

/**
 * Opens the settings file of the folder at its verifiers. Where none are configured, those that the person picks among
 * the ones that the workspace seems to have are written first.
 *
 * @throws NoFolderError
 */
export async function configureVerifiers(): Promise<void> {
  const folder = await chosenFolder();
  if (!folder) return;
  const configuration = vscode.workspace.getConfiguration('exploreSolutions', folder.uri);
  const { workspaceValue, workspaceFolderValue } = configuration.inspect('verifiers') ?? {};
  if (workspaceValue !== undefined && workspaceFolderValue === undefined) {
    // Of several folders, those that have no verifiers of their own share the workspace's.
    await vscode.commands.executeCommand('workbench.action.openWorkspaceConfigFile');
    return;
  }
  if (workspaceFolderValue === undefined) {
    const entries = await pickedEntries(folder);
    if (!entries) return;
    await configuration.update('verifiers', entries, vscode.ConfigurationTarget.WorkspaceFolder);
  }
  const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
  const document = await vscode.workspace.openTextDocument(file);
  const start = document.positionAt(Math.max(0, document.getText().indexOf('"exploreSolutions.verifiers"')));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
  reached('verifiersConfigured');
}

/** Undefined where the person called it off. */
async function pickedEntries(folder: vscode.WorkspaceFolder): Promise<readonly VerifierEntry[] | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri.fsPath;
  const file = active === undefined ? '' : path.relative(folder.uri.fsPath, active).replaceAll(path.sep, '/');
  const suggestions = file === '' ? [] : await suggestVerifiers(viewOnDisk(folder.uri.fsPath), file);
  if (suggestions.length === 0) return example;
  const items = suggestions.map(({ entry, reason }) => ({
    label: inList(entry.name),
    description: inList(entry.command.join(' ')),
    detail: inList(reason),
    picked: true,
    entry,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Configure Verifiers'),
    placeHolder: l10n.t('Which of these decide? They run in this order.'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ entry }) => entry);
}

/** The folder of the active file, the only folder, or the one that the person picks. */
async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active && vscode.workspace.getWorkspaceFolder(active);
  if (own) return own;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new NoFolderError();
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0];
}
