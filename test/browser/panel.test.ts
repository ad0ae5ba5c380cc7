import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { descendants, engineChild, isAlive, parentOf } from '../support/processes.js';
import { themes } from './looks.js';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('exploring with the packaged extension, as a person does', { timeout: 300_000 }, () => {
    let workbench: Workbench;
    const file = () => readFile(path.join(workbench.folder, 'even.js'), 'utf8');

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('basic', codeServer, { settings: { 'exploreSolutions.survivors': 3 } });
    });
    afterAll(() => workbench?.close());

    test('from the palette to survivors', async () => {
      onTestFailed(() => workbench.screenshot('panel-failed'));
      await workbench.openFile('even.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      const { webview } = workbench;
      await webview.getByRole('heading', { name: 'isEven' }).waitFor();
      await webview.locator('.candidate').first().waitFor({ timeout: 240_000 });
      await workbench.screenshot('panel-during');
      await webview.getByRole('status').getByText('Found 3 survivors.').waitFor({ timeout: 240_000 });
      await workbench.statusBarItem('3 survivors').waitFor();
      await workbench.screenshot('panel-survivors');
    });

    test.each(themes)('follows the theme: $theme', async (theme) => {
      onTestFailed(() => workbench.screenshot('panel-theme-failed'));
      await workbench.chooseTheme(theme);
      await workbench.screenshot(`panel-${theme.bodyClass}`);
    });

    test('a survivor opens as a diff', async () => {
      onTestFailed(() => workbench.screenshot('panel-diff-failed'));
      await workbench.webview
        .locator('.candidate[data-kind=pass]')
        .first()
        .getByRole('button', { name: /^Open Diff/ })
        .click();
      await workbench.page.locator('.tab.active', { hasText: 'even.js ↔ Candidate' }).waitFor();
      await workbench.page
        .locator('.monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert')
        .first()
        .waitFor();
      await workbench.screenshot('panel-diff');
    });

    test('a survivor is compared with another candidate', async () => {
      onTestFailed(() => workbench.screenshot('panel-compare-failed'));
      await workbench.webview
        .locator('.candidate[data-kind=pass]')
        .first()
        .getByRole('button', { name: /^Compare/ })
        .click();
      await workbench.page
        .locator('.quick-input-widget')
        .getByText(/: Compare Candidate \d+ With$/)
        .waitFor();
      await workbench.page
        .getByRole('option', { name: /^Candidate \d+, passed/ })
        .first()
        .click();
      await workbench.page
        .locator('.tab.active', { hasText: /even\.js: Candidate (\d+) ↔ Candidate (?!\1\b)\d+/ })
        .waitFor();
      const changed = workbench.page.locator('.monaco-diff-editor').locator('.char-insert, .line-insert, .char-delete');
      await changed.first().waitFor();
      const original = workbench.page.locator('.monaco-diff-editor', { hasText: 'not implemented' });
      expect(await original.count()).toBe(0);
    });

    test('applying is one edit, and one undo takes it back', async () => {
      onTestFailed(() => workbench.screenshot('panel-apply-failed'));
      const before = await file();
      const line = workbench.page.locator('.editor-instance .view-line', { hasText: 'not implemented' });
      await workbench.webview.locator('.candidate[data-kind=pass]').first().getByText('Apply').click();
      await workbench.notification('Applied Candidate').waitFor();
      await line.waitFor({ state: 'detached' });
      await workbench.page.keyboard.press('Control+Z');
      await line.waitFor();
      await expect.poll(file, { timeout: 30_000 }).toBe(before);
    });

    test('what was applied can be verified in its place, and undone', async () => {
      onTestFailed(() => workbench.screenshot('panel-verify-failed'));
      const line = workbench.page.locator('.editor-instance .view-line', { hasText: 'not implemented' });
      const apply = workbench.webview.locator('.candidate[data-kind=pass]').first().getByText('Apply');
      const offer = (name: string) => workbench.notification('Applied Candidate').getByRole('button', { name }).click();
      await apply.click();
      await line.waitFor({ state: 'detached' });
      await offer('Undo');
      await line.waitFor();
      await apply.click();
      await line.waitFor({ state: 'detached' });
      await offer('Verify Again');
      await workbench.notification('passes "tests"').waitFor();
      await workbench.screenshot('panel-verified');
      await workbench.page.locator('.editor-instance .view-line').first().click();
      await workbench.page.keyboard.press('Control+Z');
      await line.waitFor();
      await workbench.palette('Explore Solutions: Verify the Workspace');
      await workbench.notification('"tests" failed').getByRole('button', { name: 'Show Output' }).click();
      await workbench.page.locator('.output-view .view-line', { hasText: '# fail 1' }).waitFor();
    });

    test('where nothing passes, it says what to try', async () => {
      onTestFailed(() => workbench.screenshot('panel-none-failed'));
      await workbench.openFile('secret.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      await workbench.webview.getByRole('status').getByText('No attempt passed.').waitFor({ timeout: 240_000 });
      await workbench.webview.locator('.candidate[data-kind=fail] > summary').first().click();
      await workbench.screenshot('panel-none');
    });

    test.runIf(process.platform === 'linux')('the extension host killed: no process is left', async () => {
      onTestFailed(() => workbench.screenshot('panel-killed-failed'));
      await workbench.palette('Explore Solutions');
      await workbench.statusBarItem(/[1-9]\d*\/32 attempts/).waitFor({ timeout: 240_000 });
      const engine = engineChild(process.pid);
      if (engine === undefined) throw new Error('no engine runs');
      const host = parentOf(engine);
      const children = descendants(host);
      process.kill(host, 'SIGKILL');
      await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([]);
      await workbench.screenshot('panel-killed');
    });
  });
} else {
  test.skip(`exploring in a browser (${codeServer.reason})`);
}
