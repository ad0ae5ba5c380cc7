import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { removeFolder, root, temporaryFolder } from '../host/kit/paths.js';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('exploring with the packaged extension, as a person does', { timeout: 300_000 }, () => {
    let folder: string;
    let workbench: Workbench;
    const file = () => readFile(path.join(folder, 'even.js'), 'utf8');

    beforeAll(async () => {
      folder = await temporaryFolder('workspace');
      await cp(path.join(root, 'test/host/workspaces/basic'), folder, { recursive: true });
      workbench = await Workbench.open(codeServer, {
        folder,
        vsix: inject('vsix'),
        trustAll: true,
        settings: { 'workbench.colorTheme': 'Dark Modern', 'exploreSolutions.survivors': 3 },
      });
    });
    afterAll(async () => {
      await workbench?.close();
      await removeFolder(folder);
    });

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

    test('a survivor opens as a diff', async () => {
      onTestFailed(() => workbench.screenshot('panel-diff-failed'));
      await workbench.webview.locator('[data-kind=pass]').first().getByText('Open Diff').click();
      await workbench.page.locator('.tab.active', { hasText: 'even.js ↔ Candidate' }).waitFor();
      await workbench.page
        .locator('.monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert')
        .first()
        .waitFor();
      await workbench.screenshot('panel-diff');
    });

    test('applying is one edit, and one undo takes it back', async () => {
      onTestFailed(() => workbench.screenshot('panel-apply-failed'));
      const before = await file();
      const lines = workbench.page.locator('.editor-instance .view-lines');
      await workbench.webview.locator('[data-kind=pass]').first().getByText('Apply').click();
      await workbench.page.locator('.tab.active.dirty', { hasText: 'even.js' }).waitFor();
      await expect.poll(() => lines.first().textContent()).not.toContain('not implemented');
      await workbench.page.keyboard.press('Control+Z');
      await expect.poll(() => lines.first().textContent()).toContain('not');
      expect(await file()).toBe(before);
    });

    test('where nothing passes, it says what to try', async () => {
      onTestFailed(() => workbench.screenshot('panel-none-failed'));
      await workbench.openFile('secret.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      await workbench.webview.getByRole('status').getByText('No attempt passed.').waitFor({ timeout: 240_000 });
      await workbench.webview.locator('[data-kind=fail] > summary').first().click();
      await workbench.screenshot('panel-none');
    });
  });
} else {
  test.skip(`exploring in a browser (${codeServer.reason})`);
}
