import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { type Exploration, survivors, tally } from '../../../src/core/exploration.js';
import { readEvents, readExploration } from '../../../src/explore/record.js';
import type { CurrentExploration } from '../../../src/vscode/current-exploration.js';

/** Comes back to recorded explorations, through the commands that a person uses. */
suite('coming back', function () {
  // The model is made runnable first.
  this.timeout(300_000);

  let current: CurrentExploration;
  let found: Exploration;
  let stopped: Exploration;
  let recordOfStopped: string;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);

  const explore = async (file: string): Promise<Exploration> => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, file));
    const at = new vscode.Position(2, 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
    const exploration = await vscode.commands.executeCommand<Exploration | undefined>('exploreSolutions.explore');
    assert.ok(exploration);
    return exploration;
  };
  const run = <T>(command: string, id?: string) =>
    vscode.commands.executeCommand<T>(`exploreSolutions.${command}`, ...(id === undefined ? [] : [{ id }]));
  const shown = () => (current.shown.kind === 'exploration' ? current.shown : null);
  const listed = async () => (await current.history.list()).map(({ id }) => id);
  const digestOf = async (id: string) => (await current.history.list()).find((entry) => entry.id === id)?.digest;

  /** One more record of the exploration that was stopped, as it was then. */
  const copyOfStopped = (n: number, changed = (record: string) => record): string => {
    const id = `00000000-0000-4000-8000-00000000000${n}`;
    writeFileSync(current.recordOf(id), changed(recordOfStopped.replaceAll(stopped.id, id)));
    return id;
  };

  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
    assert.ok(extension);
    current = await extension.activate();
    found = await explore('even.js');
    const exploring = explore('secret.js');
    await until(() => {
      const state = shown()?.state;
      return state !== undefined && state.id !== found.id && tally(state).verified > 0;
    });
    await run('stop');
    stopped = await exploring;
    recordOfStopped = readFileSync(current.recordOf(stopped.id), 'utf8');
  });

  test('lists what was explored, the latest first', async () => {
    assert.deepEqual((await listed()).slice(0, 2), [stopped.id, found.id]);
    const digest = await digestOf(found.id);
    assert.ok(digest?.kind === 'exploration');
    const { name, file } = digest.problem;
    assert.deepEqual(
      { name, file, survivors: digest.survivors, ending: digest.ending },
      { name: 'isEven', file: 'even.js', survivors: 1, ending: { reason: 'survivors' } },
    );
    const last = await digestOf(stopped.id);
    assert.deepEqual(last?.kind === 'exploration' ? last.ending : null, { reason: 'cancelled' });
  });

  test('opens one that has ended: its diffs and its record can be seen', async () => {
    await run('openExploration', found.id);
    assert.deepEqual(shown(), { kind: 'exploration', state: found, pace: null });
    await run('openRecord');
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, current.recordOf(found.id));
    await vscode.commands.executeCommand('exploreSolutions.openDiff', survivors(found)[0]?.id);
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
  });

  test('shows the last one', async () => {
    await run('openExploration', found.id);
    await run('showLast');
    assert.deepEqual(shown()?.state.id, stopped.id);
  });

  test('goes on with one that was stopped, in its record, without judging anything twice', async () => {
    const before = tally(stopped);
    const result = await run<Exploration | undefined>('resume', stopped.id);
    assert.equal(result?.id, stopped.id);
    assert.deepEqual(result.ending, { reason: 'exhausted' });
    assert.ok(tally(result).verified > before.verified);
    assert.deepEqual(readExploration(current.recordOf(stopped.id)), result);
    const judged = readEvents(current.recordOf(stopped.id)).flatMap((event) =>
      event.type === 'verdict' ? [event.candidate] : [],
    );
    assert.equal(new Set(judged).size, judged.length);
    assert.equal((await listed())[0], stopped.id);
  });

  test('goes on with one whose record was torn in its last line', async () => {
    const id = copyOfStopped(1, (record) => `${record.slice(0, record.indexOf('{"type":"finished"'))}{"type":"verd`);
    const digest = await digestOf(id);
    assert.ok(digest?.kind === 'exploration');
    assert.equal(digest.ending, null);
    await run('openExploration', id);
    assert.equal(shown()?.state.ending, null);
    assert.equal(shown()?.pace, null);
    const result = await run<Exploration | undefined>('resume', id);
    assert.deepEqual(result?.ending, { reason: 'exhausted' });
    assert.deepEqual(readExploration(current.recordOf(id)), result);
    assert.deepEqual(shown(), { kind: 'exploration', state: result, pace: null });
    await current.remove(id);
  });

  test('does not go on where the file has changed', async () => {
    const id = copyOfStopped(2);
    const before = readFileSync(current.recordOf(id), 'utf8');
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'secret.js'));
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '// mine\n');
    await vscode.workspace.applyEdit(edit);
    assert.equal(await run('resume', id), undefined);
    assert.equal(current.running, false);
    assert.equal(readFileSync(current.recordOf(id), 'utf8'), before);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), stopped.problem.source);
    await current.remove(id);
  });

  test('a damaged record is listed as such, opens nothing and hides no other', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    writeFileSync(current.recordOf(id), 'not a record\n');
    assert.equal((await digestOf(id))?.kind, 'damaged');
    await run('openExploration', found.id);
    await run('openExploration', id);
    assert.equal(shown()?.state.id, found.id);
    await run('showLast');
    assert.equal(shown()?.state.id, stopped.id);
    await current.remove(id);
    assert.equal(await digestOf(id), undefined);
  });

  test('shows nothing when the one that was shown is deleted', async () => {
    const id = copyOfStopped(3);
    await run('openExploration', id);
    await current.remove(id);
    assert.equal(existsSync(current.recordOf(id)), false);
    assert.deepEqual(current.shown, { kind: 'nothing' });
    assert.ok(!(await listed()).includes(id));
  });

  test('keeps no more than the setting allows, and always the one that has just run', async () => {
    const configuration = vscode.workspace.getConfiguration('exploreSolutions');
    await configuration.update('history.maxExplorations', 2, vscode.ConfigurationTarget.Workspace);
    try {
      const latest = await explore('even.js');
      assert.deepEqual(await listed(), [latest.id, stopped.id]);
    } finally {
      await configuration.update('history.maxExplorations', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});

/** Waits until something is so. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}
