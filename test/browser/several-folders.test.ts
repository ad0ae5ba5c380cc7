import path from 'node:path';
import { afterAll, beforeAll, describe, inject, onTestFailed, test } from 'vitest';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('a workspace of several folders', { timeout: 300_000 }, () => {
    let workbench: Workbench;

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('several', codeServer, { part: 'several.code-workspace' });
    });
    afterAll(() => workbench?.close());

    test('an entry that is wrong is named with its folder, and the panel says in which the problem is', async () => {
      onTestFailed(() => workbench.screenshot('several-folders-failed'));
      const file = path.join(workbench.folder, 'client/app/even.js');
      await workbench.openFile(file);
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      const place = `${path.dirname(file)}: exploreSolutions.verifiers[0].command`;
      await workbench.notification(`${place}: must be a list`).waitFor();
      await workbench.webview.getByText(`${file}, lines`).waitFor();
      await workbench.webview.getByRole('status').getByText('Found 1 survivor.').waitFor({ timeout: 240_000 });
      await workbench.screenshot('several-folders');
    });

    test('a file in none of them is not explored, and the message says what to do', async () => {
      onTestFailed(() => workbench.screenshot('several-folders-outside-failed'));
      await workbench.palette('File: New Untitled Text File');
      await workbench.page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
      await workbench.palette('Explore Solutions');
      await workbench.notification('Untitled-1 is not in a folder that is open here. Save it').waitFor();
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
