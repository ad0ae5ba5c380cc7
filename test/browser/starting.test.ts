import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('starting', { timeout: 300_000 }, () => {
    let workbench: Workbench;
    const box = () => workbench.page.locator('.quick-input-widget');
    const option = (name: string | RegExp) => box().getByRole('option', { name });
    const type = async (line: string) => {
      await box().locator('input.input').fill(line);
      await box().locator('input.input').press('Enter');
    };
    const ended = () =>
      workbench.webview
        .getByRole('status')
        .getByText(/^Found|^No /)
        .waitFor({ timeout: 240_000 });
    const condition = (text: string) =>
      workbench.webview.locator('.conditions').getByText(text, { exact: true }).waitFor();

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('basic', codeServer);
    });
    afterAll(() => workbench?.close());

    test('options: shown as they are, changed one by one, with a way back; held for one exploration', async () => {
      onTestFailed(() => workbench.screenshot('options-failed'));
      await workbench.openFile('even.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions: Explore with Options…');
      await option(/^Attempts, 32$/).click();
      await type('0');
      await box()
        .getByText(/must be 1 or more/)
        .waitFor();
      await type('6');
      await option(/^Attempts, 6$/).waitFor();
      await option(/^Seed, 1$/).click();
      await type('7');
      await option(/^Survivors, 1$/).click();
      await box().getByRole('button', { name: 'Back' }).click();
      await option(/^Selector, likeliest$/).click();
      await option(/^random/).click();
      await option(/^Selector, random$/).waitFor();
      await option(/^Verifiers, tests$/).waitFor();
      await workbench.screenshot('options');
      await option(/Explore, with these options/).click();

      await workbench.webview.getByRole('heading', { name: 'isEven' }).waitFor();
      await ended();
      await workbench.webview.getByText(/^\d\/6$/).waitFor();
      await workbench.webview.getByText('Details').click();
      await condition('random');
      await condition('7');
    });

    test('those chosen are offered next time, and can be taken back', async () => {
      onTestFailed(() => workbench.screenshot('options-again-failed'));
      await workbench.openFile('even.js');
      await workbench.palette('Explore Solutions: Explore with Options…');
      await option(/^Attempts, 6$/).waitFor();
      await option(/Reset/).click();
      await option(/^Attempts, 32$/).waitFor();
      expect(await option(/Reset/).count()).toBe(0);
      await workbench.page.keyboard.press('Escape');
    });

    test('from the lightbulb on a function to a survivor', async () => {
      onTestFailed(() => workbench.screenshot('lightbulb-failed'));
      await workbench.openFile('even.js');
      await workbench.goToLine(2);
      await workbench.palette('Refactor...');
      const item = workbench.page.locator('.action-widget').getByText('Explore solutions for `isEven`');
      await item.waitFor();
      await workbench.screenshot('lightbulb');
      await item.click();
      await workbench.webview.getByRole('status').getByText('Found 1 survivor.').waitFor({ timeout: 240_000 });
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
