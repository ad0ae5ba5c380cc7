import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../host/kit/paths.js';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('typing examples where no verifier is configured', { timeout: 300_000 }, () => {
    let folder: string;
    let workbench: Workbench;
    const command = 'Explore Solutions: Explore with Examples…';
    const box = () => workbench.page.locator('.quick-input-widget');
    const input = () => box().locator('input.input');
    const says = (text: string | RegExp) => box().locator('.quick-input-message', { hasText: text }).waitFor();
    const type = async (line: string) => {
      await input().fill(line);
      await input().press('Enter');
    };
    /** Waits until the exploration of this function has ended with a survivor. */
    const survivorOf = async (name: string) => {
      const { webview } = workbench;
      await webview.getByRole('heading', { name }).waitFor();
      await webview.getByRole('status').getByText('Found 1 survivor.').waitFor({ timeout: 240_000 });
      return webview.locator('.candidate[data-kind=pass]');
    };

    beforeAll(async () => {
      folder = await temporaryFolder('workspace');
      const files = {
        'even.js':
          '/** Whether a whole number is even. */\nfunction isEven(number) {\n  throw new Error("to do");\n}\n',
        'even.py': 'def is_even(number):\n    """Whether a whole number is even."""\n    raise NotImplementedError\n',
        'odd.jsx': 'function isOdd(number) {\n  throw new Error("to do");\n}\n',
      };
      for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
      workbench = await Workbench.open(codeServer, {
        folder,
        vsix: inject('vsix'),
        trustAll: true,
        settings: { 'exploreSolutions.maxTokens': 96 },
      });
    });
    afterAll(async () => {
      await workbench?.close();
      await removeFolder(folder);
    });

    test('from the message that there is none to a survivor; what is no example is refused while it is typed', async () => {
      onTestFailed(() => workbench.screenshot('examples-failed'));
      await workbench.openFile('even.js');
      await workbench.goToLine(3);
      await workbench.palette('Explore Solutions');
      const message = workbench.notification('No configured verifier applies to even.js');
      await message.getByRole('button', { name: 'Configure Verifiers' }).waitFor();
      await message.getByRole('button', { name: 'Type Examples…' }).click();
      await says('one example a line');

      await type('isEven(4) = true');
      await says('This is not an expression: isEven(4) = true.');
      await workbench.screenshot('examples-refused');
      await type('isEven(4) == true');
      await says('1 example.');
      await type('isEven(7) == false');
      await says('2 examples.');
      await type('');
      const survivor = await survivorOf('isEven');
      await survivor.getByText('2 of 2 checks').waitFor();
      await workbench.webview.getByText('Details').click();
      await workbench.webview.locator('.conditions').getByText('examples', { exact: true }).waitFor();
      await workbench.screenshot('examples');
    });

    test('those typed before are offered again, without those left out, with those added', async () => {
      onTestFailed(() => workbench.screenshot('examples-again-failed'));
      const option = (example: string) => box().locator('.monaco-list-row', { hasText: example });
      const ok = () => box().getByRole('button', { name: 'OK' }).click();
      await workbench.openFile('even.js');
      await workbench.goToLine(3);
      await workbench.palette(command);
      await option('isEven(7) == false').click();
      await ok();
      await says('1 example.');
      await type('isEven(0) == true');
      await says('2 examples.');
      await type('isEven(9) == false');
      await says('3 examples.');
      await type('');
      const survivor = await survivorOf('isEven');
      await survivor.getByText('3 of 3 checks').waitFor();

      await workbench.palette(command);
      await option('isEven(9) == false').waitFor();
      expect(await option('isEven').count()).toBe(3);
      await workbench.page.keyboard.press('Escape');
    });

    test('a doctest is asked for line by line', async () => {
      onTestFailed(() => workbench.screenshot('examples-doctest-failed'));
      await workbench.openFile('even.py');
      await workbench.goToLine(3);
      await workbench.palette(command);
      await says('one example a line');
      await type('>>> is_even(4)');
      await says('What >>> is_even(4) prints');
      await type('True');
      await expect.poll(() => input().inputValue()).toBe('');
      await type('');
      await says('1 example.');
      await type('is_even(7) == False');
      await says('2 examples.');
      await type('');
      const survivor = await survivorOf('is_even');
      await survivor.getByText('2 of 2 checks').waitFor();
    });

    test('where a language has no examples, none are offered', async () => {
      onTestFailed(() => workbench.screenshot('examples-language-failed'));
      await workbench.openFile('odd.jsx');
      await workbench.goToLine(2);
      await workbench.palette('Explore Solutions');
      const message = workbench.notification('No configured verifier applies to odd.jsx');
      await message.getByRole('button', { name: 'Configure Verifiers' }).waitFor();
      expect(await message.getByRole('button', { name: 'Type Examples…' }).count()).toBe(0);
      await workbench.palette(command);
      await workbench.notification('not in a file of the language "javascriptreact"').waitFor();
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
