import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CurrentExploration } from '../../../../src/vscode/current-exploration.js';

suite('starting in a workspace that is not trusted', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
  assert.ok(folder && extension);

  test('no lightbulb offers anything', async () => {
    await extension.activate();
    const { uri } = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'sum.js'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      new vscode.Range(1, 0, 1, 0),
    );
    assert.deepEqual(
      actions.map(({ title }) => title).filter((title) => title.startsWith('Explore')),
      [],
    );
  });

  test('no test is run', async () => {
    const current = await extension.activate();
    const test = vscode.Uri.joinPath(folder, 'sum.test.js');
    assert.equal(await vscode.commands.executeCommand('exploreSolutions.fixFailingTest', test), undefined);
    assert.deepEqual(current.shown, { kind: 'nothing' });
  });
});
