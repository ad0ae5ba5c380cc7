import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { Workbench } from './workbench.js';

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('the packaged extension where VS Code is German', { timeout: 300_000 }, () => {
    let workbench: Workbench;

    beforeAll(async () => {
      workbench = await Workbench.openCopyOf('basic', codeServer, { language: 'de' });
    });
    afterAll(() => workbench?.close());

    test('a command that cannot do anything says so in German', async () => {
      onTestFailed(() => workbench.screenshot('language-command-failed'));
      await workbench.palette('Explore Solutions: Fortsetzen');
      await workbench.notification('Es läuft keine Erkundung. Starten Sie eine mit „Lösungen erkunden“').waitFor();
    });

    test('explores by a German command, and the panel is German', async () => {
      onTestFailed(() => workbench.screenshot('language-panel-failed'));
      await workbench.openFile('even.js');
      await workbench.goToLine(3);
      await workbench.palette('Lösungen erkunden');
      const { webview } = workbench;
      await webview.getByRole('heading', { name: 'isEven' }).waitFor();
      await webview.getByText('even.js, Zeilen 2 bis 4').waitFor();
      await webview
        .getByRole('region', { name: 'Ergebnis' })
        .getByText('1 bestandener Kandidat gefunden.')
        .waitFor({ timeout: 240_000 });
      await webview
        .getByText(/^Auswahl \d+: .* der ersten \d+ Versuche$/)
        .first()
        .waitFor();
      expect(await webview.locator('dt').allTextContents()).toEqual(
        expect.arrayContaining(['Versuche', 'verschieden', 'geprüft', 'bestanden', 'Auswahlverfahren', 'Dauer']),
      );
      await webview
        .getByText(/^Kandidat \d+$/)
        .first()
        .waitFor();
      expect(await webview.locator('html').getAttribute('lang')).toBe('de');
      await workbench.page.getByRole('treeitem', { name: /^isEven, even\.js, 1 bestandener Kandidat/ }).waitFor();
      await workbench.screenshot('language-panel');
    });
  });
}
