import { afterAll, beforeAll, describe, onTestFailed, test } from 'vitest';
import { engineChild } from '../support/processes.js';
import { Gallery } from './gallery.js';

describe('exploring', { timeout: 600_000 }, () => {
  let gallery: Gallery;
  const panel = () => gallery.workbench.webview;
  const button = (name: string | RegExp) => panel().getByRole('button', { name });
  const survivor = () => panel().locator('.candidate[data-kind=pass]').first();
  const diff = () => gallery.workbench.page.locator('.monaco-diff-editor');
  /** Brings a part of the panel to its top. */
  const scrollTo = (selector: string) =>
    panel().locator('body').evaluate(`document.querySelector('${selector}').scrollIntoView()`);
  const explore = async () => {
    await gallery.workbench.openFile('sum.js');
    await gallery.workbench.goToLine(4);
    await gallery.workbench.palette('Explore Solutions');
    await gallery.workbench.statusBarItem(/[1-9]\d*\/100 attempts/).waitFor({ timeout: 240_000 });
  };
  /** Closes the list of explorations, so that more of the panel is seen, or opens it. */
  const toggleExplorations = () => gallery.workbench.page.locator('.pane-header', { hasText: 'Explorations' }).click();

  beforeAll(async () => {
    const tests = { name: 'tests', command: ['node', '--test', '--test-reporter=tap'], report: 'tap' };
    gallery = await Gallery.open('javascript-sum', {
      settings: {
        'exploreSolutions.verifiers': [tests],
        'exploreSolutions.attempts': 100,
        'exploreSolutions.survivors': 3,
      },
    });
    await gallery.workbench.focusPanel();
    await toggleExplorations();
  });
  afterAll(() => gallery?.close());

  test('while it runs', async () => {
    onTestFailed(() => gallery.workbench.screenshot('pictures-running-failed'));
    await explore();
    await panel().locator('.candidate[data-kind=fail]').first().waitFor({ timeout: 240_000 });
    await button('Pause').click();
    await panel().getByText('Paused').waitFor();
    await gallery.take('paused');
    // It would come to its end while themes are chosen.
    await gallery.take('running', async (picture) => {
      await button('Continue').click();
      await panel().getByText('tokens/s').waitFor();
      await picture();
      await button('Pause').click();
    });
    await button('Continue').click();
  });

  test('what came of it', async () => {
    onTestFailed(() => gallery.workbench.screenshot('pictures-survivors-failed'));
    await panel().getByRole('status').getByText('Found 3 survivors.').waitFor({ timeout: 240_000 });
    await panel().locator('.differences').waitFor({ timeout: 60_000 });
    await survivor()
      .getByRole('button', { name: /^Open Diff/ })
      .click();
    await diff().locator('.char-insert, .line-insert').first().waitFor();
    await panel().locator('body').evaluate('scrollTo(0, 0)');
    await gallery.take('survivors');
    await scrollTo('.narrowing');
    await gallery.take('survivor');
    await panel().getByRole('heading', { name: 'Near misses' }).waitFor();
    await panel().locator('.candidate[data-kind=fail] > summary').first().click();
    await panel().locator('.candidate[data-kind=fail] .failed-check').first().waitFor();
    await scrollTo('.candidate[data-kind=fail]');
    await gallery.take('near-miss');
  });

  test('two compared', async () => {
    onTestFailed(() => gallery.workbench.screenshot('pictures-compare-failed'));
    const compare = () =>
      survivor()
        .getByRole('button', { name: /^Compare/ })
        .click();
    const { page } = gallery.workbench;
    const other = page.getByRole('option', { name: /^Candidate \d+, passed/ }).first();
    await scrollTo('.narrowing');
    await gallery.takeInFront('compare-with', async () => {
      await compare();
      await other.waitFor();
    });
    await compare();
    await other.click();
    await page.locator('.tab.active', { hasText: /Candidate \d+ ↔ Candidate/ }).waitFor();
    await gallery.take('compare');
  });

  test('the pool', async () => {
    onTestFailed(() => gallery.workbench.screenshot('pictures-pool-failed'));
    await panel().getByRole('heading', { name: 'Map and curve' }).click();
    // The keyboard's mark is part of the picture.
    await gallery.take('map', async (picture) => {
      await scrollTo('.plots');
      await panel().getByRole('application', { name: 'Map of the attempts' }).press('ArrowRight');
      await picture();
    });
    await gallery.take('curve', async (picture) => {
      await scrollTo('.plots section:last-child');
      await panel().getByRole('slider', { name: 'pass@k' }).press('ArrowRight');
      await picture();
    });
    await panel().getByRole('heading', { name: 'Details' }).click();
    await gallery.take('details', async (picture) => {
      await scrollTo('.conditions');
      await button('Open Record').focus();
      await picture();
    });
  });

  test('an engine that fails', async () => {
    onTestFailed(() => gallery.workbench.screenshot('pictures-failed-failed'));
    await explore();
    const engine = engineChild(process.pid);
    if (engine === undefined) throw new Error('no engine runs');
    process.kill(engine, 'SIGKILL');
    await button('Explore Again').waitFor();
    await gallery.take('failed');
  });

  test('those of before', async () => {
    onTestFailed(() => gallery.workbench.screenshot('pictures-explorations-failed'));
    await explore();
    await button('Stop').click();
    await panel()
      .getByRole('status')
      .getByText(/^(Stopped|Found)/)
      .waitFor();
    await toggleExplorations();
    await gallery.take('explorations', async (picture) => {
      await gallery.workbench.page.getByRole('treeitem', { name: /3 survivors/ }).hover();
      await picture();
    });
  });
});
