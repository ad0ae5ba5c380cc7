import * as vscode from 'vscode';
import { type Exploration, survivors } from '../../../src/core/exploration.js';
import { handOver } from '../figures.js';
import { loadedNative, loadedScripts } from '../loaded.js';

suite('exploring', function () {
  // The model is made runnable first.
  this.timeout(300_000);

  test('is done, and what is loaded then', async () => {
    const extension = vscode.extensions.getExtension('explore-solutions.explore-solutions');
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (!extension || !folder) throw new Error('the extension or the workspace is not there');
    // A command that is not there yet would go through the workbench, which hands over JSON.
    await extension.activate();
    const at = new vscode.Position(2, 0);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, 'even.js'), {
      selection: new vscode.Range(at, at),
    });
    const found = await vscode.commands.executeCommand<Exploration | undefined>('exploreSolutions.explore');
    if (!found?.ending) throw new Error('nothing was explored');
    const { extensionPath } = extension;
    handOver({
      survivors: survivors(found).length,
      scripts: loadedScripts(extensionPath),
      native: loadedNative(extensionPath),
    });
  });
});
