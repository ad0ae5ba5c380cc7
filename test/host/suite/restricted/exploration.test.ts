import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CurrentExploration } from '../../../../src/vscode/current-exploration.js';

suite('exploring in a workspace that is not trusted', () => {
  test('starts nothing', async () => {
    const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(extension && folder);
    const current = await extension.activate();
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'even.js'));
    const at = new vscode.Position(2, 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
    assert.equal(await vscode.commands.executeCommand('exploreSolutions.explore'), undefined);
    assert.deepEqual(current.shown, { kind: 'nothing' });
  });

  test('starts nothing for an agent either, and says why', async () => {
    const input = { file: 'even.js', line: 3 };
    const call = async () => vscode.lm.invokeTool('explore_solutions', { input, toolInvocationToken: undefined });
    await assert.rejects(call, /is not trusted.*Manage Workspace Trust/);
  });
});
