import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { engineChild, parentOf } from '../support/processes.js';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('coming back to what was explored, as a person does', { timeout: 300_000 }, () => {
    let workbench: Workbench;
    const item = (name: RegExp) => workbench.page.getByRole('treeitem', { name });
    const option = (name: RegExp) => workbench.page.locator('.quick-input-widget').getByRole('option', { name });
    const status = (text: string | RegExp) => workbench.webview.getByRole('status').getByText(text);

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('basic', codeServer);
    });
    afterAll(() => workbench?.close());

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
      const file = () => readFile(path.join(workbench.folder, 'even.js'), 'utf8');
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

    test('one that was stopped goes on from the palette, by the examples that were typed for it', async () => {
      onTestFailed(() => workbench.screenshot('history-examples-failed'));
      const type = async (line: string) => {
        await workbench.page.locator('.quick-input-widget input.input').fill(line);
        await workbench.page.keyboard.press('Enter');
      };
      const says = (text: string) => workbench.page.locator('.quick-input-message', { hasText: text }).waitFor();
      await workbench.openFile('sum.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions: Explore with Examples…');
      await says('one example a line');
      await type('sum([1]) == "no number"');
      await says('1 example.');
      await type('');
      await item(/^sum, sum\.js, running/).waitFor();
      await workbench.webview.getByRole('button', { name: 'Stop' }).click();
      await item(/^sum, sum\.js, stopped/).waitFor();
      await workbench.palette('Explore Solutions: Resume Exploration');
      // Those that have come to their end are not offered.
      await option(/^sum, sum\.js · stopped/).waitFor();
      expect(await option(/\.js · /).count()).toBe(1);
      await option(/^sum/).click();
      await status('No attempt passed.').waitFor({ timeout: 240_000 });
      await workbench.webview.getByText('Details').click();
      await workbench.webview.locator('.conditions').getByText('examples', { exact: true }).waitFor();
    });

    test('one is opened from the palette, and exported to a file that the person names', async () => {
      onTestFailed(() => workbench.screenshot('history-export-failed'));
      await workbench.palette('Explore Solutions: Open Exploration');
      await option(/^secret, secret\.js · no survivor/).waitFor();
      await option(/^isEven, even\.js · 1 survivor/).click();
      await workbench.webview.getByRole('heading', { name: 'isEven' }).waitFor();
      await status('Found 1 survivor.').waitFor();
      const exported = async (name: string) => {
        await workbench.palette('Explore Solutions: Export Exploration…');
        await option(/^isEven/).click();
        const file = path.join(workbench.folder, name);
        // VS Code's own dialog, which begins with the name that is proposed.
        const input = workbench.page.locator('.quick-input-widget input.input');
        await expect.poll(() => input.inputValue()).toBe(path.join(workbench.folder, 'exploration-isEven.md'));
        await input.fill(file);
        await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
        return () => readFile(file, 'utf8').catch(() => '');
      };
      await expect.poll(await exported('found.md'), { timeout: 30_000 }).toMatch(/isEven[\s\S]*```diff/);
      await workbench.page.locator('.tab.active', { hasText: 'found.md' }).waitFor();
      await expect
        .poll(await exported('found.jsonl'), { timeout: 30_000 })
        .toMatch(/^\{"format":"explore-solutions".*\n\{"type":"started"/);
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
