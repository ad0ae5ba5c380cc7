import { afterAll, beforeAll, describe, inject, onTestFailed, test } from 'vitest';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('the packaged extension in a workspace that is not trusted', { timeout: 300_000 }, () => {
    let workbench: Workbench;

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('basic', codeServer, {
        trustAll: false,
        settings: { 'security.workspace.trust.startupPrompt': 'always' },
      });
    });
    afterAll(() => workbench?.close());

    test('refuses to explore and says why', async () => {
      onTestFailed(() => workbench.screenshot('trust'));
      await workbench.dialog.getByRole('button', { name: /^No/ }).click();
      await workbench.statusBarItem('Restricted Mode').waitFor();
      await workbench.openFile('sum.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      await workbench.notification(/is not trusted/).waitFor();
    });

    test('once it is trusted, by the step that the message offers, explores', async () => {
      onTestFailed(() => workbench.screenshot('trusted-failed'));
      await workbench
        .notification(/is not trusted/)
        .getByRole('button', { name: 'Manage Workspace Trust' })
        .click();
      const editor = workbench.page.locator('.workspace-trust-editor');
      await editor
        .getByRole('button', { name: /^Trust/ })
        .first()
        .click();
      await workbench.statusBarItem('Restricted Mode').waitFor({ state: 'detached' });
      await workbench.openFile('even.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      await workbench.webview.getByRole('status').getByText('Found 1 survivor.').waitFor({ timeout: 240_000 });
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
