import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { loadedNative } from '../../../bench/activation/loaded.js';
import { applyEdits } from '../../../src/core/domain.js';
import { type Exploration, survivors } from '../../../src/core/exploration.js';
import { readExploration } from '../../../src/explore/record.js';
import type { CurrentExploration } from '../../../src/vscode/current-exploration.js';

/** Explores real problems with the embedded model, through the commands that a person uses. */
suite('exploring', function () {
  // The model is made runnable first.
  this.timeout(300_000);

  let current: CurrentExploration;
  let found: Exploration;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);

  const explore = async (file: string, line: number): Promise<Exploration | undefined> => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, file));
    const at = new vscode.Position(line - 1, 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
    return vscode.commands.executeCommand('exploreSolutions.explore');
  };
  const shownState = (): Exploration | null => (current.shown.kind === 'exploration' ? current.shown.state : null);
  const firstAttempt = (before: Exploration | null) =>
    until(() => {
      const state = shownState();
      return state !== null && state.id !== before?.id && state.candidates.size + state.unusable.length > 0;
    });

  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
    assert.ok(extension);
    current = await extension.activate();
    const exploration = await explore('even.js', 3);
    assert.ok(exploration);
    found = exploration;
  });

  test('finds what passes for the function at the cursor', () => {
    assert.equal(found.problem.name, 'isEven');
    assert.deepEqual(found.verifiers, ['tests']);
    assert.equal(found.baseline?.outcome, 'fail');
    assert.deepEqual(found.ending, { reason: 'survivors' });
    assert.equal(survivors(found).length, 1);
    assert.deepEqual(shownState(), found);
  });

  test('loads no native code into the extension host', () => {
    const extension = vscode.extensions.getExtension('explore-solutions.explore-solutions');
    assert.ok(extension);
    assert.deepEqual(loadedNative(extension.extensionPath), []);
  });

  test('leaves the file as it is', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'even.js'));
    assert.equal(document.isDirty, false);
    assert.equal(document.getText(), found.problem.source);
  });

  test('keeps a record that tells the same', async () => {
    await vscode.commands.executeCommand('exploreSolutions.openRecord');
    const record = vscode.window.activeTextEditor?.document.uri.fsPath;
    assert.ok(record);
    assert.equal(path.basename(record), `${found.id}.jsonl`);
    assert.deepEqual(readExploration(record), found);
  });

  test('opens a candidate in the diff editor', async () => {
    const [survivor] = survivors(found);
    assert.ok(survivor);
    await vscode.commands.executeCommand('exploreSolutions.openDiff', survivor.id);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const [before, after] = await Promise.all(
      [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.equal(before?.getText(), found.problem.source);
    assert.equal(after?.getText(), applyEdits(found.problem.source, survivor.edits));
    assert.equal(after?.languageId, 'javascript');
  });

  test('applies a candidate as one edit that one undo takes back', async () => {
    const [survivor] = survivors(found);
    assert.ok(survivor);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'even.js'));
    await vscode.commands.executeCommand('exploreSolutions.apply', survivor.id);
    assert.equal(document.getText(), applyEdits(found.problem.source, survivor.edits));
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), found.problem.source);
  });

  test('starts nothing where there is no function', async () => {
    assert.equal(await explore('even.js', 5), undefined);
    assert.equal(current.running, false);
    assert.deepEqual(shownState(), found);
  });

  test('stops when told to, and keeps what it had', async () => {
    const exploring = explore('secret.js', 3);
    await firstAttempt(found);
    await vscode.commands.executeCommand('exploreSolutions.stop');
    const stopped = await exploring;
    assert.deepEqual(stopped?.ending, { reason: 'cancelled' });
    assert.ok(stopped.candidates.size + stopped.unusable.length > 0);
    assert.equal(current.running, false);
  });

  test('says what to do when the engine dies, leaves no process, and works again', async function () {
    if (process.platform !== 'linux') this.skip();
    const exploring = explore('secret.js', 3);
    await firstAttempt(shownState());
    const [engine] = engineProcesses();
    assert.ok(engine);
    process.kill(engine, 'SIGKILL');
    const failed = await exploring;
    assert.equal(failed?.ending?.reason, 'failed');
    assert.match(failed.ending.error, /ended unexpectedly/);
    assert.notEqual(failed.ending.nextStep, '');
    await until(() => engineProcesses().length === 0);

    const again = await explore('even.js', 3);
    assert.deepEqual(again?.ending, { reason: 'survivors' });
    assert.equal(engineProcesses().length, 1);
  });
});

/** Waits until something is so. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

/** The children of this extension host that run models, as Linux lists them. */
function engineProcesses(): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => isEngine(pid)).map(Number);
}

function isEngine(pid: string): boolean {
  try {
    const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine.js');
  } catch {
    // It ended meanwhile.
    return false;
  }
}
