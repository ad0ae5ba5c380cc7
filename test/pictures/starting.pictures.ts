import { describe, test } from 'vitest';
import { Gallery } from './gallery.js';

describe('starting', { timeout: 600_000 }, () => {
  test('where the workspace is trusted', () =>
    Gallery.during('javascript-sum', {}, async (gallery) => {
      const { workbench } = gallery;
      const box = workbench.page.locator('.quick-input-widget');
      const type = async (line: string) => {
        await box.locator('input.input').fill(line);
        await box.locator('input.input').press('Enter');
      };
      const says = (text: string) => box.locator('.quick-input-message', { hasText: text }).waitFor();
      await workbench.focusPanel();
      await workbench.openFile('sum.js');
      await workbench.goToLine(4);
      await gallery.take('empty');
      await gallery.takeInFront('options', async () => {
        await workbench.palette('Explore Solutions: Explore with Options…');
        await box.getByRole('option', { name: /^Attempts/ }).waitFor();
      });
      await gallery.takeInFront('examples', async () => {
        await workbench.palette('Explore Solutions: Explore with Examples…');
        await says('one example a line');
        await type('sum([1, 2]) == 3');
        await says('1 example.');
        await type('sum([]) = 0');
        await says('not an expression');
      });
      await gallery.takeInFront('lightbulb', async () => {
        await workbench.goToLine(4);
        await workbench.palette('Refactor...');
        await workbench.page.locator('.action-widget').getByText('Explore solutions for `sum`').waitFor();
      });
    }));

  test('where it is not', () =>
    Gallery.during('javascript-sum', { trustAll: false }, async (gallery) => {
      const { workbench } = gallery;
      await workbench.dialog.getByRole('button', { name: /^No/ }).click();
      await workbench.focusPanel();
      await workbench.openFile('sum.js');
      await workbench.goToLine(4);
      await gallery.take('untrusted', async (picture) => {
        await workbench.palette('Explore Solutions');
        await workbench.notification(/is not trusted/).waitFor();
        await picture();
      });
    }));
});
