import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { PageScreenshotOptions } from 'playwright-core';
import { inject, test } from 'vitest';
import { themes } from '../browser/looks.js';
import { Workbench } from '../browser/workbench.js';
import { removeFolder, root, temporaryFolder } from '../host/kit/paths.js';

const pictures = path.join(root, '.cache/pictures');

/** Explores an example with the embedded model, and takes pictures of every state in every theme. */
test('pictures', { timeout: 900_000 }, async () => {
  const codeServer = inject('codeServer');
  if (!codeServer.found) throw new Error(codeServer.reason);
  mkdirSync(pictures, { recursive: true });
  const temporary = await temporaryFolder('workspace');
  const folder = path.join(temporary, 'sum');
  cpSync(path.join(root, 'examples/javascript-sum'), folder, { recursive: true });
  const workbench = await Workbench.open(codeServer, {
    folder,
    vsix: inject('vsix'),
    trustAll: true,
    settings: {
      'exploreSolutions.survivors': 3,
      'exploreSolutions.attempts': 100,
      'window.commandCenter': false,
      'editor.minimap.enabled': false,
    },
  });
  const { page, webview } = workbench;
  const take = async (name: string, options: PageScreenshotOptions = {}) => {
    for (const theme of themes) {
      await workbench.chooseTheme(theme);
      await page.screenshot({ ...options, path: path.join(pictures, `${name}-${theme.bodyClass}.png`) });
    }
  };
  try {
    await workbench.focusPanel();
    await widenSideBar(workbench);
    await workbench.openFile('sum.js');
    await workbench.goToLine(4);
    await take('empty');

    await workbench.palette('Explore Solutions');
    await webview.locator('.candidate[data-kind=fail]').first().waitFor({ timeout: 240_000 });
    await webview.getByRole('button', { name: 'Pause' }).click();
    await webview.getByText('Paused').waitFor();
    await take('running');
    await webview.getByRole('button', { name: 'Continue' }).click();

    await webview
      .getByRole('status')
      .getByText(/Found|No attempt/)
      .waitFor({ timeout: 240_000 });
    await webview.locator('.differences').waitFor({ timeout: 60_000 });
    await take('survivors');

    const survivor = webview.locator('.candidate[data-kind=pass]').first();
    await survivor.getByText('Open Diff').click();
    await page.locator('.monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert').first().waitFor();
    await webview.locator('body').evaluate('scrollTo(0, 0)');
    await take('diff');

    await webview.getByRole('heading', { name: 'Map and curve' }).click();
    await webview.getByRole('application', { name: 'Map of the attempts' }).focus();
    await webview.locator('.plots').evaluate('document.querySelector(".plots").scrollIntoView()');
    await take('map');
    await webview.getByRole('slider', { name: 'pass@k' }).focus();
    await take('curve');
    await webview.getByRole('heading', { name: 'Details' }).click();
    await webview.getByRole('button', { name: 'Open Record' }).focus();
    await take('details');
  } catch (error) {
    await workbench.screenshot('pictures-failed');
    throw error;
  } finally {
    await workbench.close();
    await removeFolder(temporary);
  }
});

/** Drags the side bar's edge, so that more of the panel is seen. */
async function widenSideBar({ page }: Workbench): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('the side bar is not shown');
  const [x, y] = [box.x + box.width + 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 90, y, { steps: 5 });
  await page.mouse.up();
}
