import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { removeFolder, root, temporaryFolder } from '../host/kit/paths.js';
import { engineChild, parentOf } from '../support/processes.js';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('coming back to what was explored, as a person does', { timeout: 300_000 }, () => {
    let folder: string;
    let workbench: Workbench;
    const item = (name: RegExp) => workbench.page.getByRole('treeitem', { name });
    const status = (text: string | RegExp) => workbench.webview.getByRole('status').getByText(text);

    beforeAll(async () => {
      folder = await temporaryFolder('workspace');
      await cp(path.join(root, 'test/host/workspaces/basic'), folder, { recursive: true });
      workbench = await Workbench.open(codeServer, { folder, vsix: inject('vsix'), trustAll: true, settings: {} });
    });
    afterAll(async () => {
      await workbench?.close();
      await removeFolder(folder);
    });

    test('after a reload of the window the last exploration is there, and can be applied', async () => {
      onTestFailed(() => workbench.screenshot('history-failed'));
      await workbench.openFile('even.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      await status('Found 1 survivor.').waitFor({ timeout: 240_000 });
      await item(/^isEven, even\.js, 1 survivor, just now/).waitFor();
      await workbench.reload();
      await status('Found 1 survivor.').waitFor();
      await item(/^isEven, even\.js, 1 survivor/).waitFor();
      await workbench.screenshot('history-reloaded');
      await workbench.webview.locator('.candidate[data-kind=pass]').getByText('Apply').click();
      await workbench.notification('Applied Candidate').waitFor();
      await workbench.palette('File: Save');
      const file = () => readFile(path.join(folder, 'even.js'), 'utf8');
      await expect.poll(file, { timeout: 30_000 }).not.toContain('not implemented');
    });

    test('is called what a person says, until that is taken back', async () => {
      onTestFailed(() => workbench.screenshot('history-rename-failed'));
      const rename = async (before: RegExp, title: string) => {
        await workbench.palette('Explore Solutions: Rename Exploration…');
        await workbench.page.getByRole('option', { name: before }).click();
        await workbench.page.getByText('What this exploration is called in the list.').waitFor();
        await workbench.page.locator('.quick-input-widget input.input').fill(title);
        await workbench.page.keyboard.press('Enter');
      };
      await rename(/^isEven/, 'parity, found');
      await item(/^parity, found, even\.js, 1 survivor/).waitFor();
      await rename(/^parity, found/, '');
      await item(/^isEven, even\.js, 1 survivor/).waitFor();
    });

    test.runIf(process.platform === 'linux')('one cut off by a crash is offered, and goes on', async () => {
      onTestFailed(() => workbench.screenshot('history-crash-failed'));
      await workbench.openFile('secret.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      await item(/^secret, secret\.js, running/).waitFor({ timeout: 240_000 });
      await workbench.statusBarItem(/[1-9]\d*\/32 attempts/).waitFor({ timeout: 240_000 });
      const engine = engineChild(process.pid);
      if (engine === undefined) throw new Error('no engine runs');
      process.kill(parentOf(engine), 'SIGKILL');
      await workbench.reload();
      await status('Interrupted: no survivor so far.').waitFor();
      await item(/^secret, secret\.js, interrupted/).waitFor();
      await workbench.screenshot('history-interrupted');
      await workbench.webview.getByRole('button', { name: 'Resume' }).click();
      await status('No attempt passed.').waitFor({ timeout: 240_000 });
      await item(/^secret, secret\.js, no survivor/).waitFor();
    });

    test('an item opens what was found, and is deleted when the person agrees', async () => {
      onTestFailed(() => workbench.screenshot('history-delete-failed'));
      await item(/^isEven/).click();
      await status('Found 1 survivor.').waitFor();
      const trash = item(/^isEven/).getByRole('button', { name: 'Delete Exploration' });
      await item(/^isEven/).hover();
      await trash.click();
      await workbench.dialog.getByText('Delete the exploration isEven?').waitFor();
      await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();
      await item(/^isEven/).hover();
      await trash.click();
      await workbench.dialog.getByRole('button', { name: 'Delete' }).click();
      await item(/^isEven/).waitFor({ state: 'detached' });
      await workbench.webview.getByText('Put the cursor into a function').waitFor();
      await item(/^secret/).waitFor();
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
