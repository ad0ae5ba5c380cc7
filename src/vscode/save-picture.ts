import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Writes a picture, as SVG, to a file that the person names. */
export async function savePicture(name: string, svg: string): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = `exploration-${name}.svg`;
  const target = await vscode.window.showSaveDialog({
    title: l10n.t('Save Picture'),
    defaultUri: folder ? vscode.Uri.joinPath(folder.uri, file) : vscode.Uri.file(file),
    filters: { [l10n.t('SVG picture')]: ['svg'] },
  });
  if (target) await vscode.workspace.fs.writeFile(target, Buffer.from(svg));
}
