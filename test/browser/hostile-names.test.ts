import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { removeFolder, root, temporaryFolder } from '../host/kit/paths.js';
import { Workbench } from './workbench.js';

/** Markup that would run, a command in a link, an icon, a terminal's escape, and what turns the direction of reading. */
const hostile = '<img src=x onerror=top.ran=1>[x](command:workbench.action.quickOpen)$(bug)\u001b[31m\u202e';
/** As a person sees it. */
const seen = '<img src=x onerror=top.ran=1>[x](command:workbench.action.quickOpen)$(bug)␛[31m[U+202E]';
/** In a notification the link is none. */
const told = seen.replace('](', '] (');

/** Each of them has a line break too, and the file 200 characters. */
const names = {
  file: `even\n${hostile}.js`.padStart(200, 'A '),
  folder: `numbers\n${hostile}`,
  verifier: `tests\n${hostile}`,
  // As long as what stands in the file.
  model: `<img src=x onerror=top.ran=1>\u001b\n`,
} as const;

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('names that are markup, links, icons, escapes and more', { timeout: 300_000 }, () => {
    let temporary: string;
    let workbench: Workbench;
    const file = () => readFile(path.join(temporary, names.folder, names.file), 'utf8');
    const list = () => workbench.page.locator('.quick-input-widget');
    const status = (text: string) => workbench.webview.getByRole('status').getByText(text);
    /** Its text as it is, and nothing else than text in it. */
    const isText = async (place: Locator, text: string) => {
      await place.first().waitFor();
      expect(await place.first().evaluate((node) => node.textContent)).toContain(text);
      expect(await place.locator('img, a[href^="command"], a[data-href^="command"], .codicon-bug').count()).toBe(0);
    };

    beforeAll(async () => {
      temporary = await temporaryFolder('hostile');
      const model = path.join(temporary, `${hostile}.gguf`);
      await writeWorkspace(temporary);
      await writeFile(model, await renamedModel(names.model));
      workbench = await Workbench.open(codeServer, {
        vsix: inject('vsix'),
        trustAll: true,
        folder: path.join(temporary, 'hostile.code-workspace'),
        settings: { 'exploreSolutions.modelPath': model },
      });
    });
    afterAll(async () => {
      await workbench?.close();
      await removeFolder(temporary);
    });

    test('are text in the panel and in the list of explorations', async () => {
      onTestFailed(() => workbench.screenshot('hostile-failed'));
      // Looking for a file by its name ends at a line break.
      await workbench.page.getByRole('treeitem', { name: 'even' }).dblclick();
      await workbench.page.locator('.editor-instance .view-line', { hasText: 'not implemented' }).waitFor();
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      await status('Found 1 survivor.').waitFor({ timeout: 240_000 });
      await workbench.webview.getByText('Details').click();
      const panel = workbench.webview.locator('main');
      for (const shown of [
        `even\n${seen}.js`,
        `numbers\n${seen}`,
        `tests\n${seen}`,
        '<img src=x onerror=top.ran=1>␛\n',
      ])
        await isText(panel, shown);
      const item = workbench.page.getByRole('treeitem', { name: /^isEven/ });
      await isText(item, `numbers ${seen}/`);
      await isText(item, `even ${seen}.js`);
      expect(await item.getAttribute('aria-label')).toContain(`even ${seen}.js`);
      await workbench.screenshot('hostile');
    });

    test('are text where something is picked from a list', async () => {
      onTestFailed(() => workbench.screenshot('hostile-lists-failed'));
      const cancel = () => workbench.page.keyboard.press('Escape');
      await workbench.palette('Explore Solutions: Open Exploration');
      await isText(list().getByRole('option', { name: 'isEven' }), `even ${seen}.js`);
      await cancel();
      await workbench.palette('Explore Solutions: Explore with Options…');
      // By its beginning: the list of verifiers, shown between, ends with "Examples… instead of verifiers".
      const verifiers = list().getByRole('option', { name: /^Verifiers/ });
      await isText(verifiers, `tests ${seen}`);
      await isText(list().getByRole('option', { name: 'Model' }), `${seen}.gguf`);
      await verifiers.click();
      await isText(list().getByRole('option', { name: 'tests' }), `tests ${seen}`);
      await workbench.page.keyboard.press('Enter');
      await isText(verifiers, `tests ${seen}`);
      await cancel();
    });

    test('are text in the title of a diff', async () => {
      onTestFailed(() => workbench.screenshot('hostile-diff-failed'));
      await workbench.webview.locator('.candidate[data-kind=pass]').first().getByText('Open Diff').click();
      await isText(workbench.page.locator('.tab.active', { hasText: '↔ Candidate' }), `even ${seen}.js ↔`);
    });

    test('are text in notifications, and what they name is applied and verified', async () => {
      onTestFailed(() => workbench.screenshot('hostile-notifications-failed'));
      const verified = async () => {
        await workbench.palette('Explore Solutions: Verify the Workspace');
        return workbench.notification('the workspace as it is now');
      };
      await isText((await verified()).filter({ hasText: 'failed' }), `"tests ${told}" failed`);
      await workbench.page.keyboard.press('Escape');
      await workbench.webview.locator('.candidate[data-kind=pass]').first().getByText('Apply').click();
      await workbench.notification('Applied Candidate').waitFor();
      await workbench.palette('File: Save');
      await expect.poll(file, { timeout: 30_000 }).not.toContain('not implemented');
      await workbench.palette('Explore Solutions: Verify the Workspace');
      await isText(workbench.notification('passes'), `passes "tests ${told}".`);
      await writeFile(path.join(temporary, names.folder, names.file), 'exports.isOdd = () => true;\n');
      await workbench.page.locator('.editor-instance .view-line', { hasText: 'isOdd' }).waitFor();
      await workbench.webview.locator('.candidate[data-kind=pass]').first().getByText('Apply').click();
      await isText(workbench.notification('has changed since'), `even ${told}.js has changed since`);
    });

    test('ran nothing', async () => {
      for (const frame of workbench.page.frames())
        expect(await frame.evaluate(`'ran' in window || document.querySelector('img[src=x]') !== null`)).toBe(false);
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}

/** Two folders, so that theirs are named; the first one is the hostile one. */
async function writeWorkspace(folder: string): Promise<void> {
  const own = path.join(folder, names.folder);
  await mkdir(path.join(own, '.vscode'), { recursive: true });
  await mkdir(path.join(folder, 'other'));
  const source = await readFile(path.join(root, 'test/host/workspaces/basic/even.js'), 'utf8');
  const settings = {
    'exploreSolutions.verifiers': [{ name: names.verifier, command: ['node', 'check.js', `\${file}`] }],
    'exploreSolutions.maxTokens': 96,
  };
  const check = 'const { isEven } = require(process.argv[2]);\nprocess.exit(isEven(4) && !isEven(7) ? 0 : 1);\n';
  await Promise.all([
    writeFile(path.join(own, names.file), source),
    writeFile(path.join(own, 'check.js'), check),
    writeFile(path.join(own, '.vscode/settings.json'), JSON.stringify(settings)),
    writeFile(
      path.join(folder, 'hostile.code-workspace'),
      JSON.stringify({ folders: [{ path: names.folder, name: names.folder }, { path: 'other' }] }),
    ),
  ]);
}

/** The model that comes with the extension, under another name in its own header. */
async function renamedModel(name: string): Promise<Buffer> {
  const model = await readFile(path.join(root, 'models/smollm2-135m-instruct-q4_1.gguf'));
  const before = 'Smollm2 135M 8k Lc100K Mix1 Ep2';
  if (Buffer.byteLength(name) !== before.length) throw new RangeError('the header would have another length');
  model.write(name, model.indexOf(before));
  return model;
}
