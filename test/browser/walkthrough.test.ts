import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('the packaged extension in a fresh profile, with no folder open', { timeout: 400_000 }, () => {
    let workbench: Workbench;
    const ids = ['model', 'device', 'verifier', 'example'];
    const step = (id: string) =>
      workbench.page.locator(`[data-step-id="explore-solutions.explore-solutions#start#${id}"]`).first();
    const ticked = (id: string) => step(id).locator('.codicon-getting-started-step-checked').waitFor();
    const tickedNow = () =>
      workbench.page.locator('.getting-started-step .codicon-getting-started-step-checked').count();
    const open = async () => {
      await workbench.palette('Explore Solutions: Open Walkthrough');
      await step('model').waitFor();
    };
    /** Selects a step, takes its picture and clicks its button. */
    const take = async (id: string, button: string) => {
      const link = step(id).getByRole('button', { name: button, exact: true });
      if (!(await link.isVisible())) await step(id).click();
      await link.waitFor();
      await workbench.screenshot(`walkthrough-${id}`);
      await link.click();
    };

    beforeAll(async () => {
      workbench = await Workbench.open(codeServer, { vsix: inject('vsix'), trustAll: false });
    });
    afterAll(() => workbench?.close());

    test('opens nothing unasked when it starts', async () => {
      onTestFailed(() => workbench.screenshot('walkthrough-unasked-failed'));
      await workbench.palette('Explore Solutions');
      await workbench.notification('No file is open in an editor.').waitFor();
      expect(await workbench.page.locator('.tab').count()).toBe(0);
      expect(await workbench.page.locator('.notification-toast').count()).toBe(1);
    });

    test('has a walkthrough whose steps are ticked off, up to a survivor of the example', async () => {
      onTestFailed(() => workbench.screenshot('walkthrough-failed'));
      await open();
      for (const id of ids) await step(id).waitFor();
      expect(await tickedNow()).toBe(0);

      await take('model', 'Choose Model');
      await workbench.page.getByRole('option', { name: /Comes with the extension/ }).click();
      await ticked('model');

      await take('device', 'Check Device');
      await workbench.notification(/runs on (CPU|GPU).*\. Weights: /).waitFor({ timeout: 120_000 });
      await ticked('device');

      await take('verifier', 'Configure Verifiers');
      await workbench.notification(/No folder is open\./).waitFor();
      expect(await tickedNow()).toBe(2);

      await take('example', 'Open Example');
      await workbench.page.locator('.tab.active', { hasText: 'sum.js' }).waitFor();
      await workbench.statusBarItem('Ln 4,').waitFor();
      await workbench.notification('Trust the folder').getByRole('button', { name: 'Manage Workspace Trust' }).click();
      await workbench.page
        .locator('.workspace-trust-editor')
        .getByRole('button', { name: /^Trust/ })
        .first()
        .click();
      await workbench
        .notification('The function at the cursor is to be written')
        .getByRole('button', { name: 'Explore Solutions' })
        .click();
      await workbench.webview.getByRole('status').getByText('Found 1 survivor.').waitFor({ timeout: 240_000 });
      await workbench.screenshot('walkthrough-survivor');

      await workbench.palette('Explore Solutions: Configure Verifiers');
      await workbench.page.locator('.tab.active', { hasText: 'settings.json' }).waitFor();
      await open();
      for (const id of ids) await ticked(id);
      await workbench.screenshot('walkthrough-done');
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
