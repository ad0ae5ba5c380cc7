import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';

suite('activation', () => {
  const extension = vscode.extensions.getExtension('explore-solutions.explore-solutions');

  test('the extension activates as a workspace extension', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
  });

  test('every command of the manifest is registered', async () => {
    assert.ok(extension);
    await extension.activate();
    const declared: { command: string }[] = extension.packageJSON.contributes.commands;
    const ids = declared.map(({ command }) => command);
    for (const name of ['explore', 'stop', 'apply', 'openDiff'])
      assert.ok(ids.includes(`exploreSolutions.${name}`), name);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      ids.filter((id) => !registered.has(id)),
      [],
    );
  });

  test('no native code is loaded into the extension host', async () => {
    assert.ok(extension);
    await extension.activate();
    const { sharedObjects } = process.report.getReport() as { sharedObjects: string[] };
    assert.notEqual(sharedObjects.length, 0);
    const ours = ['dist', 'node_modules'].map((folder) => path.join(extension.extensionPath, folder));
    assert.deepEqual(
      sharedObjects.filter((file) => ours.some((folder) => file.startsWith(folder))),
      [],
    );
  });
});
