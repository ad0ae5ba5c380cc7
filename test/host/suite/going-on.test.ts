import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { type Exploration, moreAttempts, survivors, tally } from '../../../src/core/exploration.js';
import { readEvents, readExploration } from '../../../src/explore/record.js';
import type { CurrentExploration } from '../../../src/vscode/current-exploration.js';

/** Pauses explorations, goes on with them, and gives them names, through the commands that a person uses. */
suite('going on', function () {
  // The model is made runnable first.
  this.timeout(300_000);

  let current: CurrentExploration;
  let paused: Exploration;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);

  const explore = async (file: string): Promise<Exploration | undefined> => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, file));
    const at = new vscode.Position(2, 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
    return vscode.commands.executeCommand('exploreSolutions.explore');
  };
  const run = <T>(command: string, id?: string) =>
    vscode.commands.executeCommand<T>(`exploreSolutions.${command}`, ...(id === undefined ? [] : [{ id }]));
  const shown = () => (current.shown.kind === 'exploration' ? current.shown : null);
  /** Waits until attempts come of one that runs. */
  const attemptsCome = () =>
    until(() => {
      const running = shown();
      return running !== null && running.pace !== null && tally(running.state).attempts > 0;
    });

  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
    assert.ok(extension);
    current = await extension.activate();
  });

  test('pausing with nothing to pause says so, and nothing else happens', async () => {
    await run('pause');
    await run('continue');
    assert.equal(current.running, false);
    assert.equal(current.paused, false);
  });

  test('a paused exploration rests until it goes on, to its end', async () => {
    const exploring = explore('secret.js');
    await attemptsCome();
    await run('pause');
    assert.equal(current.paused, true);
    assert.equal(shown()?.pace?.paused, true);
    await engineRests();
    const before = shown()?.state;
    await engineRests();
    assert.equal(shown()?.state, before);
    await run('continue');
    assert.equal(current.paused, false);
    const ended = await exploring;
    assert.deepEqual(ended?.ending, { reason: 'exhausted' });
    assert.equal(tally(ended).attempts, ended.plan.attempts);
    paused = ended;
  });

  test('a paused exploration stops at once, and can be resumed', async () => {
    const exploring = explore('secret.js');
    await attemptsCome();
    await run('pause');
    await run('stop');
    const stopped = await exploring;
    assert.deepEqual(stopped?.ending, { reason: 'cancelled' });
    assert.equal(current.paused, false);
    const resumed = await run<Exploration | undefined>('resume', stopped.id);
    assert.deepEqual(resumed?.ending, { reason: 'exhausted' });
    assert.equal(tally(resumed).attempts, resumed.plan.attempts);
    await current.remove(stopped.id);
  });

  test('40 more go on with the one that is shown, in its record, and find more', async () => {
    const found = await explore('even.js');
    assert.deepEqual(found?.ending, { reason: 'survivors' });
    const more = await run<Exploration | undefined>('exploreMore');
    assert.equal(more?.id, found.id);
    assert.equal(more.plan.attempts, Math.max(found.plan.attempts, tally(found).attempts + moreAttempts));
    assert.equal(more.plan.survivors, 2);
    assert.ok(survivors(more).length === 2 || tally(more).attempts === more.plan.attempts);
    assert.deepEqual(readExploration(current.recordOf(found.id)), more);
    const judged = readEvents(current.recordOf(found.id)).flatMap((event) =>
      event.type === 'verdict' ? [event.candidate] : [],
    );
    assert.equal(new Set(judged).size, judged.length);
  });

  test('one is listed by its new name, which its record keeps', async () => {
    await run('openExploration', paused.id);
    await current.rename(paused.id, 'unguessable');
    const digest = (await current.history.list()).find(({ id }) => id === paused.id)?.digest;
    assert.equal(digest?.kind === 'exploration' ? digest.title : undefined, 'unguessable');
    assert.equal(shown()?.state.title, 'unguessable');
    assert.deepEqual(readExploration(current.recordOf(paused.id)), shown()?.state);
  });
});

/** Waits until something is so. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

/** Waits until the engine has used no processor time for a while; Linux alone tells. */
async function engineRests(): Promise<void> {
  if (process.platform !== 'linux') return;
  let since = Date.now();
  let before = engineTicks();
  while (Date.now() - since < 1000) {
    await delay(100);
    const now = engineTicks();
    // A few of the watchdog's.
    if (now - before > 1) since = Date.now();
    before = now;
  }
}

/** Processor time of this host's children that run models, in ticks. */
function engineTicks(): number {
  const fields = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => statOf(pid));
  return fields.reduce((sum, [ticks]) => sum + (ticks ?? 0), 0);
}

function statOf(pid: string): number[] {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine.js')) return [];
    const [, , ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/\(.*\)/s, 'name')
      .split(' ');
    return Number(fields[1]) === process.pid ? [Number(fields[11]) + Number(fields[12])] : [];
  } catch {
    // It ended meanwhile.
    return [];
  }
}
