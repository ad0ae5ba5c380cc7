import * as vscode from 'vscode';

/**
 * What tells a workspace folder, given by its path, from the others: its name, or the path where another one has the
 * same name; null where there is only one folder.
 */
export function folderLabel(workspace: string): string | null {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const own = folders.find(({ uri }) => uri.fsPath === workspace);
  if (!own || folders.length === 1) return null;
  return folders.filter(({ name }) => name === own.name).length > 1 ? workspace : own.name;
}
