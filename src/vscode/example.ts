import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Installation } from '../explore/installation.js';
import { offer } from './notices.js';

/** A file in a copy of the example that was not opened yet; VS Code starts the extension where it finds it. */
const marker = '.explore-solutions-example';

/**
 * Opens a copy of the example that comes with the extension, as it was at the beginning: in this window where no folder
 * is open, else in another one.
 *
 * @param storage where copies are kept: an update replaces the extension's own folder
 */
export async function openExample({ example }: Installation, storage: vscode.Uri): Promise<void> {
  const original = path.dirname(example.file);
  const copy = vscode.Uri.joinPath(storage, 'examples', path.basename(original));
  await mkdir(copy.fsPath, { recursive: true });
  await cp(original, copy.fsPath, { recursive: true });
  await writeFile(vscode.Uri.joinPath(copy, marker).fsPath, '');
  const open = vscode.workspace.workspaceFolders ?? [];
  if (open.some(({ uri }) => uri.toString() === copy.toString())) return showExample({ example }, copy);
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: open.length > 0 });
}

/** Shows the function to explore where this window was opened for the example; nothing anywhere else. */
export async function showExample(
  { example }: Pick<Installation, 'example'>,
  folder = vscode.workspace.workspaceFolders?.[0]?.uri,
): Promise<void> {
  if (!folder || !(await takeMarker(vscode.Uri.joinPath(folder, marker).fsPath))) return;
  const at = new vscode.Position(example.line - 1, 0);
  const file = vscode.Uri.joinPath(folder, path.basename(example.file));
  await vscode.window.showTextDocument(file, { selection: new vscode.Range(at, at), preview: false });
  if (!vscode.workspace.isTrusted) await trusted();
  const explore = l10n.t('Explore Solutions');
  const chosen = await vscode.window.showInformationMessage(
    l10n.t('The function at the cursor is to be written; its tests are beside it. Survivors are shown in the panel.'),
    explore,
  );
  if (chosen !== explore) return;
  await vscode.commands.executeCommand('exploreSolutions.exploreAt', { uri: file, range: new vscode.Range(at, at) });
}

/** Asks for the trust without which no test may run, and waits for it. */
async function trusted(): Promise<void> {
  const granted = new Promise<void>((resolve) => {
    const subscription = vscode.workspace.onDidGrantWorkspaceTrust(() => {
      subscription.dispose();
      resolve();
    });
  });
  void offer(
    vscode.window.showInformationMessage,
    l10n.t(
      'This is a copy of the example that comes with Explore Solutions. Trust the folder, so that its tests may run.',
    ),
    [{ title: l10n.t('Manage Workspace Trust'), command: 'exploreSolutions.manageTrust' }],
  );
  await granted;
}

async function takeMarker(file: string): Promise<boolean> {
  try {
    await readFile(file);
  } catch {
    return false;
  }
  await rm(file);
  return true;
}
