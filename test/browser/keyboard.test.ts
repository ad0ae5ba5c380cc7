import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('exploring with the keyboard alone', { timeout: 300_000 }, () => {
    let workbench: Workbench;

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('basic', codeServer);
    });
    afterAll(() => workbench?.close());

    const press = (key: string) => workbench.page.keyboard.press(key);
    /** The panel's element that has the keyboard. */
    const focused = async () => (await workbench.webview.locator('body').evaluate(whatIsFocused)) as Focused;

    test('from the palette to an applied survivor, and back by undo', async () => {
      onTestFailed(() => workbench.screenshot('keyboard-failed'));
      await workbench.openFile('even.js');
      await workbench.goToLine(3);
      const line = workbench.page.locator('.editor-instance .view-line', { hasText: 'not implemented' });
      await line.waitFor();

      await workbench.palette('Explore Solutions');
      const { webview } = workbench;
      await webview.getByRole('status').getByText('Found 1 survivor.').waitFor({ timeout: 240_000 });
      await workbench.palette('Explore Solutions: Focus on Explore Solutions View');
      await expect.poll(() => webview.locator('body').evaluate('document.hasFocus()')).toBe(true);

      const way: Focused[] = [];
      while (!way.at(-1)?.name.startsWith('Apply Candidate') && way.length < 20) {
        await press('Tab');
        way.push(await focused());
      }
      expect(way.filter(({ isMarked }) => !isMarked)).toEqual([]);
      // As it is read: what can be done with the whole, a survivor, what it is, what can be done with it.
      const names = way.map(({ name }) => name.replace(/\d+/g, 'N'));
      expect(names).toContain('N More');
      expect(names.filter((name) => name !== 'Candidate N').slice(-3)).toEqual([
        'Survivors',
        'Change of Candidate N',
        'Apply Candidate N',
      ]);

      await press('Enter');
      await line.waitFor({ state: 'detached' });
      await press('Control+Z');
      await line.waitFor();
    });
  });
} else {
  test.skip(`exploring with the keyboard alone (${codeServer.reason})`);
}

interface Focused {
  readonly name: string;
  /** Whether it is drawn as having the keyboard, and can be seen. */
  readonly isMarked: boolean;
}

/** Runs in the page; a button of the toolkit has the real one inside. */
const whatIsFocused = `{
  const host = document.activeElement;
  const inner = host.shadowRoot?.activeElement ?? host;
  const { outlineStyle, outlineWidth } = getComputedStyle(inner);
  const { top, bottom } = inner.getBoundingClientRect();
  const named = host.querySelector('h2, .candidate-name') ?? host;
  const name = host.getAttribute('aria-label') ?? named.textContent.trim();
  const isMarked = outlineStyle !== 'none' && outlineWidth !== '0px' && top >= 0 && bottom <= innerHeight;
  ({ name, isMarked });
}`;
