import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { handOver } from '../figures.js';
import { loadedNative, loadedScripts, shared } from '../loaded.js';

suite('activation', () => {
  test('is measured', async () => {
    const extension = vscode.extensions.getExtension('explore-solutions.explore-solutions');
    if (!extension || extension.isActive) throw new Error('the extension is not there, or active already');
    const begin = performance.now();
    // What is loaded here is what VS Code finds loaded when it activates the extension.
    shared(vscode.Uri.joinPath(extension.extensionUri, extension.packageJSON.main).fsPath);
    const loaded = performance.now();
    await extension.activate();
    const end = performance.now();
    const { extensionPath } = extension;
    handOver({
      loading: loaded - begin,
      activating: end - loaded,
      scripts: loadedScripts(extensionPath),
      native: loadedNative(extensionPath),
    });
  });
});
