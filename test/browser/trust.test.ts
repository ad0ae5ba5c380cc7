import { cp } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, inject, onTestFailed, test } from 'vitest';
import { removeFolder, root, temporaryFolder } from '../host/kit/paths.js';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('the packaged extension in a workspace that is not trusted', () => {
    let folder: string;
    let workbench: Workbench;

    beforeAll(async () => {
      folder = await temporaryFolder('workspace');
      await cp(path.join(root, 'test/host/workspaces/basic'), folder, { recursive: true });
      workbench = await Workbench.open(codeServer, {
        folder,
        vsix: inject('vsix'),
        trustAll: false,
        settings: { 'security.workspace.trust.startupPrompt': 'always' },
      });
    });
    afterAll(async () => {
      await workbench?.close();
      await removeFolder(folder);
    });

    test('refuses to explore and says why', async () => {
      onTestFailed(() => workbench.screenshot('trust'));
      await workbench.dialog.getByRole('button', { name: /^No/ }).click();
      await workbench.statusBarItem('Restricted Mode').waitFor();
      await workbench.openFile('sum.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      await workbench.notification(/is not trusted/).waitFor();
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
