import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../host/kit/paths.js';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('configuring verifiers', () => {
    let folder: string;
    let workbench: Workbench;

    beforeAll(async () => {
      folder = await temporaryFolder('workspace');
      await mkdir(path.join(folder, 'test'));
      const manifest = { name: 'suggested', scripts: { test: 'node --test' } };
      await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
      await writeFile(path.join(folder, 'sum.js'), 'exports.sum = (numbers) => numbers.length;\n');
      await writeFile(path.join(folder, 'test', 'sum.test.js'), "require('node:test')('sum', () => {});\n");
      workbench = await Workbench.open(codeServer, { folder, vsix: inject('vsix'), trustAll: true, settings: {} });
    });
    afterAll(async () => {
      await workbench?.close();
      await removeFolder(folder);
    });

    test('offers what the workspace seems to have, and writes what is picked into its settings', async () => {
      onTestFailed(() => workbench.screenshot('configure-verifiers-failed'));
      await workbench.openFile('sum.js');
      await workbench.palette('Explore Solutions: Configure Verifiers');
      const option = (name: string) => workbench.page.getByRole('checkbox', { name, exact: true });
      await option('node:test of sum.js').waitFor();
      await option('npm test').waitFor();
      await workbench.screenshot('configure-verifiers');
      await workbench.page.getByRole('button', { name: 'OK' }).click();
      await workbench.page.locator('.monaco-editor').getByText('exploreSolutions.verifiers').first().waitFor();

      const settings: unknown = parse(await readFile(path.join(folder, '.vscode', 'settings.json'), 'utf8'));
      expect(settings).toMatchObject({
        'exploreSolutions.verifiers': [
          { name: 'node:test of sum.js', command: ['node', '--test-reporter=tap', 'test/sum.test.js'], report: 'tap' },
          { name: 'npm test', command: ['npm', 'test', '--', '--test-reporter=tap'], report: 'tap' },
        ],
      });
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
