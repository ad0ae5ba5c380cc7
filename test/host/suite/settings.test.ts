import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Exploration } from '../../../src/core/exploration.js';
import { installationAt } from '../../../src/explore/installation.js';
import type { CurrentExploration } from '../../../src/vscode/current-exploration.js';

/** Changes settings between explorations, and while one runs, in a window that is never loaded anew. */
suite('settings', function () {
  // The model is made runnable first.
  this.timeout(300_000);

  let current: CurrentExploration;
  let extensionPath: string;
  let changed: (() => Thenable<void>)[] = [];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);

  const set = async (values: Readonly<Record<string, unknown>>, target?: vscode.ConfigurationTarget) => {
    for (const [name, value] of Object.entries(values)) {
      const settings = vscode.workspace.getConfiguration('exploreSolutions', folder);
      const before = settings.inspect(name)?.workspaceValue;
      const scope = target ?? vscode.ConfigurationTarget.Workspace;
      changed.push(() =>
        vscode.workspace
          .getConfiguration('exploreSolutions', folder)
          .update(name, target === undefined ? before : undefined, scope),
      );
      await settings.update(name, value, scope);
    }
  };
  const explore = async (file: string): Promise<Exploration | undefined> => {
    const at = new vscode.Position(2, 0);
    const selection = new vscode.Range(at, at);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, file), { selection, preview: false });
    return vscode.commands.executeCommand('exploreSolutions.explore');
  };
  const explored = async (file: string): Promise<Exploration> => {
    const exploration = await explore(file);
    assert.ok(exploration);
    return exploration;
  };

  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
    assert.ok(extension);
    ({ extensionPath } = extension);
    current = await extension.activate();
  });
  teardown(async () => {
    for (const restore of changed.reverse()) await restore();
    changed = [];
  });

  test('changed while one runs hold from the next one', async () => {
    await set({ attempts: 4 });
    const running = explored('secret.js');
    while (current.shown.kind !== 'exploration') await delay(20);
    await set({
      ...{ attempts: 6, survivors: 2, seed: 7, selector: 'random', temperature: 0.5, maxTokens: 80 },
      ...{ verifiers: [{ name: 'syntax', command: ['node', '--check', `\${file}`] }], sandbox: 'none' },
    });
    const before = await running;
    assert.deepEqual(before.verifiers, ['tests']);
    assert.deepEqual([before.plan.attempts, before.plan.survivors, before.plan.seed], [4, 1, 1]);

    const { plan, verifiers, sandbox } = await explored('secret.js');
    assert.deepEqual(verifiers, ['syntax']);
    assert.match(sandbox, /^none: /);
    assert.notEqual(sandbox, before.sandbox);
    assert.deepEqual([plan.attempts, plan.survivors, plan.seed, plan.maxTokens], [6, 2, 7, 80]);
    assert.deepEqual([plan.selector, plan.sampling.temperature], ['random', 0.5]);
  });

  test('another model is taken at once, and one that is not there is named', async () => {
    await set({ attempts: 2 });
    const models = mkdtempSync(path.join(tmpdir(), 'explore-solutions-models-'));
    try {
      const model = path.join(models, 'another.gguf');
      await set({ modelPath: model }, vscode.ConfigurationTarget.Global);
      const failed = await explored('secret.js');
      assert.ok(failed.ending?.reason === 'failed');
      assert.ok(failed.ending.error.includes(model), failed.ending.error);
      cpSync(installationAt(path.join(extensionPath, 'dist')).embeddedModel, model);
      const { ending } = await explored('secret.js');
      assert.deepEqual(ending, { reason: 'exhausted' });
    } finally {
      rmSync(models, { recursive: true });
    }
  });

  test('one with a value that cannot be used starts nothing', async () => {
    await set({ attempts: 0 });
    assert.equal(await explore('secret.js'), undefined);
    assert.equal(current.running, false);
  });

  test('the limit of size holds for the exploration that ends next', async () => {
    await set({ attempts: 2 });
    const first = await explored('secret.js');
    const large = '00000000-0000-4000-8000-00000000000a';
    writeFileSync(current.recordOf(large), ' '.repeat(1_500_000));
    const listed = async () => (await current.history.list()).map(({ id }) => id);
    const second = await explored('secret.js');
    assert.ok((await listed()).includes(large));
    await set({ 'history.maxMegabytes': 1 });
    const third = await explored('secret.js');
    const left = await listed();
    assert.equal(left[0], third.id);
    assert.ok(left.includes(second.id));
    assert.ok(![large, first.id].some((id) => left.includes(id)));
  });
});
