import { afterAll, beforeAll, describe, inject, onTestFailed, test } from 'vitest';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('choosing a model', () => {
    let workbench: Workbench;

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('basic', codeServer);
    });
    afterAll(() => workbench?.close());

    test('what is on this machine and what can be fetched is shown; one is taken, another is asked about', async () => {
      onTestFailed(() => workbench.screenshot('choose-model-failed'));
      await workbench.palette('Explore Solutions: Choose Model');
      const option = (name: RegExp) => workbench.page.getByRole('option', { name });
      const embedded = option(/smollm2-135m.*Comes with the extension/);
      await embedded.waitFor();
      await option(/Qwen2\.5-Coder-7B-Instruct.*Apache-2\.0/).waitFor();
      await workbench.screenshot('choose-model');
      await embedded.click();
      await workbench.statusBarItem('The next exploration uses the chosen model').waitFor();

      await workbench.palette('Explore Solutions: Choose Model');
      await option(/Qwen2\.5-Coder-7B-Instruct/).click();
      await workbench.dialog.getByText(/Fetch 4\.7 GB from huggingface\.co/).waitFor();
      await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();
    });
  });
} else {
  test.skip(`in a browser (${codeServer.reason})`);
}
