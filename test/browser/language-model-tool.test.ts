import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { afterAll, beforeAll, describe, inject, onTestFailed, test } from 'vitest';
import { removeFolder, root, temporaryFolder } from '../host/kit/paths.js';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('an agent that calls the tool', { timeout: 300_000 }, () => {
    let temporary: string;
    let workbench: Workbench;
    const answer = (text: string) => workbench.page.locator('.editor-instance .view-line', { hasText: text }).first();
    /** Calls it, and waits until the person is asked. */
    const call = async () => {
      await workbench.palette('Call the Tool');
      await workbench.dialog.getByText('32 attempts at isEven in even.js').waitFor();
    };

    beforeAll(async () => {
      temporary = await temporaryFolder('calling');
      const caller = path.join(temporary, 'caller.vsix');
      await createVSIX({
        cwd: path.join(root, 'test/browser/caller'),
        packagePath: caller,
        allowMissingRepository: true,
        skipLicense: true,
      });
      workbench = await Workbench.openCopyOf('basic', codeServer, { vsix: [inject('vsix'), caller] });
    });
    afterAll(async () => {
      await workbench?.close();
      await removeFolder(temporary);
    });

    test('explores nothing when the person says no', async () => {
      onTestFailed(() => workbench.screenshot('tool-refused-failed'));
      await call();
      await workbench.screenshot('tool-confirmation');
      await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();
      await answer('refused: Canceled').waitFor();
    });

    test('gets a survivor when the person says yes, and the panel shows it', async () => {
      onTestFailed(() => workbench.screenshot('tool-failed'));
      await call();
      await workbench.dialog.getByRole('button', { name: /^(OK|Yes)/ }).click();
      await workbench.webview.getByRole('heading', { name: 'isEven' }).waitFor();
      await answer('Survivor 1').waitFor({ timeout: 120_000 });
      await workbench.webview.getByRole('status').getByText('Found 1 survivor.').waitFor();
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
