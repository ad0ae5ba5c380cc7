import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type Exploration, survivors } from '../../../../src/core/exploration.js';
import { installationAt } from '../../../../src/explore/installation.js';
import { CodeParser } from '../../../../src/problem/parser.js';
import type { CurrentExploration } from '../../../../src/vscode/current-exploration.js';
import { OutsideWorkspaceError } from '../../../../src/vscode/errors.js';
import { problemAt } from '../../../../src/vscode/problem-at.js';

/** A workspace of three folders: two with settings of their own and the same name, one with the workspace's. */
suite('exploring in one of several folders', function () {
  // The model is made runnable first.
  this.timeout(300_000);

  const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
  assert.ok(extension);

  const show = async (uri: vscode.Uri): Promise<vscode.TextEditor> => {
    const at = new vscode.Position(2, 0);
    return vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), preview: false });
  };
  const fileIn = (folder: string): vscode.Uri => {
    const found = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.path.endsWith(`/${folder}`));
    assert.ok(found);
    return vscode.Uri.joinPath(found.uri, 'even.js');
  };
  const explore = async (folder: string): Promise<Exploration> => {
    await show(fileIn(folder));
    const exploration = await vscode.commands.executeCommand<Exploration | undefined>('exploreSolutions.explore');
    assert.ok(exploration);
    assert.equal(path.join(exploration.problem.workspace, exploration.problem.file), fileIn(folder).fsPath);
    return exploration;
  };

  suiteSetup(() => extension.activate());

  test('the settings of the folder win; an entry that is wrong leaves the others working', async () => {
    const { problem, verifiers, plan, ending } = await explore('client/app');
    assert.equal(problem.name, 'isEven');
    assert.deepEqual(verifiers, ['tests of the client']);
    assert.deepEqual([plan.attempts, plan.maxTokens], [24, 96]);
    assert.deepEqual(ending, { reason: 'survivors' });
  });

  test('a folder of the same name has its own, and applying means its file', async () => {
    const exploration = await explore('server/app');
    assert.equal(exploration.problem.name, 'isOdd');
    assert.deepEqual(exploration.verifiers, ['tests of the server']);
    assert.equal(exploration.plan.attempts, 32);
    const [survivor] = survivors(exploration);
    assert.ok(survivor);
    await vscode.commands.executeCommand('exploreSolutions.apply', survivor.id);
    const applied = vscode.window.activeTextEditor?.document;
    assert.equal(applied?.uri.fsPath, fileIn('server/app').fsPath);
    assert.notEqual(applied.getText(), exploration.problem.source);
    await vscode.commands.executeCommand('undo');
    assert.equal(applied.getText(), exploration.problem.source);
  });

  test('a folder without settings has those of the workspace', async () => {
    const { verifiers, ending } = await explore('shared');
    assert.deepEqual(verifiers, ['tests of the workspace']);
    assert.deepEqual(ending, { reason: 'survivors' });
  });

  for (const [folder, settings] of [
    ['client/app', 'client/app/.vscode/settings.json'],
    ['server/app', 'server/app/.vscode/settings.json'],
    ['shared', 'several.code-workspace'],
  ] as const) {
    test(`the verifiers of ${folder} are opened where they stand`, async () => {
      await show(fileIn(folder));
      await vscode.commands.executeCommand('exploreSolutions.configureVerifiers');
      assert.ok(vscode.window.activeTextEditor?.document.uri.path.endsWith(`/${settings}`));
    });
  }

  test('a file of none of them is refused', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'explore-solutions-outside-'));
    try {
      const file = path.join(outside, 'even.js');
      await writeFile(file, await vscode.workspace.fs.readFile(fileIn('shared')));
      const editor = await show(vscode.Uri.file(file));
      const parser = await CodeParser.load(installationAt(path.join(extension.extensionPath, 'dist')).grammars);
      assert.throws(() => problemAt(editor, parser), OutsideWorkspaceError);
      assert.equal(await vscode.commands.executeCommand('exploreSolutions.explore'), undefined);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await rm(outside, { recursive: true });
    }
  });
});
