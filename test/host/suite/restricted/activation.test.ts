import assert from 'node:assert/strict';
import * as vscode from 'vscode';

suite('in a workspace that is not trusted', () => {
  test('the extension is there and its command can be called', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const extension = vscode.extensions.getExtension('explore-solutions.explore-solutions');
    assert.ok(extension);
    await extension.activate();
    assert.ok((await vscode.commands.getCommands(true)).includes('exploreSolutions.explore'));
  });

  test("the workspace's own verifiers are not seen", () => {
    const { workspaceValue } = vscode.workspace.getConfiguration('exploreSolutions').inspect('verifiers') ?? {};
    assert.equal(workspaceValue, undefined);
  });
});
