import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('doing something else while an exploration runs', { timeout: 300_000 }, () => {
    let workbench: Workbench;
    const status = (text: string) => workbench.webview.getByRole('status').getByText(text);
    const explore = async (file: string) => {
      await workbench.openFile(file);
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
    };
    const panel = () => workbench.page.locator('iframe.webview.ready');
    const hidePanel = async () => {
      await workbench.page.keyboard.press('Control+B');
      await panel().waitFor({ state: 'hidden' });
    };
    /** Chooses what a message offers, which shows the panel. */
    const show = async (message: string) => {
      await workbench.notification(message).getByRole('button', { name: 'Show' }).click();
      await panel().waitFor();
    };

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('basic', codeServer);
    });
    afterAll(() => workbench?.close());

    // The first: the model is made ready meanwhile, which leaves the time to hide the panel.
    test('with the panel hidden, what is found is told, and shown when the person wants it', async () => {
      onTestFailed(() => workbench.screenshot('meanwhile-found-failed'));
      await explore('even.js');
      await workbench.webview.getByRole('heading', { name: 'isEven' }).waitFor();
      await hidePanel();
      await workbench.notification('A candidate for isEven passed.').waitFor({ timeout: 240_000 });
      await workbench.screenshot('meanwhile-found');
      await show('A candidate for isEven passed.');
      await status('Found 1 survivor.').waitFor();
    });

    test('another exploration is refused, and takes its place when the person says so', async () => {
      onTestFailed(() => workbench.screenshot('meanwhile-second-failed'));
      await explore('secret.js');
      await workbench.webview.getByRole('heading', { name: 'secret' }).waitFor();
      await workbench.palette('Explore Solutions: Pause');
      await workbench.webview.getByRole('button', { name: 'Continue' }).waitFor();
      await explore('even.js');
      const refused = workbench.notification('An exploration is running already.');
      await refused.waitFor();
      await workbench.webview.getByRole('heading', { name: 'secret' }).waitFor();
      await refused.getByRole('button', { name: 'Stop It and Explore This' }).click();
      await workbench.webview.getByRole('heading', { name: 'isEven' }).waitFor();
      await status('Found 1 survivor.').waitFor({ timeout: 240_000 });
      // The panel says so.
      expect(await workbench.notification('A candidate for').count()).toBe(0);
    });

    test('with the panel hidden, it is told that nothing was found', async () => {
      onTestFailed(() => workbench.screenshot('meanwhile-nothing-failed'));
      await explore('secret.js');
      await workbench.webview.getByRole('heading', { name: 'secret' }).waitFor();
      await workbench.palette('Explore Solutions: Pause');
      await workbench.webview.getByRole('button', { name: 'Continue' }).waitFor();
      await hidePanel();
      await workbench.palette('Explore Solutions: Continue');
      await workbench.notification('Exploring secret has ended: no candidate passed.').waitFor({ timeout: 240_000 });
      await show('Exploring secret has ended');
      await status('No attempt passed.').waitFor();
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
