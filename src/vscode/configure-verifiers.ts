import * as vscode from 'vscode';

/** What a newcomer starts from. */
const example = [{ name: 'tests', command: ['npm', 'test'] }];

/** Opens the settings file of the folder at its verifiers; where none are configured, writes an example first. */
export async function configureVerifiers(): Promise<void> {
  const folder = await chosenFolder();
  if (!folder) return;
  const configuration = vscode.workspace.getConfiguration('exploreSolutions', folder.uri);
  const { workspaceValue, workspaceFolderValue } = configuration.inspect('verifiers') ?? {};
  if (workspaceValue === undefined && workspaceFolderValue === undefined) {
    await configuration.update('verifiers', example, vscode.ConfigurationTarget.WorkspaceFolder);
  }
  const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
  const document = await vscode.workspace.openTextDocument(file);
  const start = document.positionAt(Math.max(0, document.getText().indexOf('"exploreSolutions.verifiers"')));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}

/** The folder of the active file, the only folder, or the one that the person picks. */
async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active && vscode.workspace.getWorkspaceFolder(active);
  if (own) return own;
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0];
}
