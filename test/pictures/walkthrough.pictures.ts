import { expect, test } from 'vitest';
import { Gallery } from './gallery.js';

test('the walkthrough', { timeout: 600_000 }, () =>
  Gallery.during(null, {}, async (gallery) => {
    const { workbench } = gallery;
    const { page } = workbench;
    // Drawings are shown where there is room beside the steps.
    await page.setViewportSize({ width: 1500, height: 800 });
    await workbench.focusPanel();
    for (const id of ['model', 'device', 'verifier', 'example']) {
      // The choice of a theme goes back to the list of walkthroughs.
      await gallery.take(`walkthrough-${id}`, async (picture) => {
        await workbench.palette('Explore Solutions: Open Walkthrough');
        const step = page.locator(`[data-step-id="explore-solutions.explore-solutions#start#${id}"]`).first();
        await step.click();
        await expect.poll(() => step.getAttribute('class')).toContain('expanded');
        const drawing = page
          .locator('.gettingStartedContainer iframe.webview.ready')
          .contentFrame()
          .frameLocator('iframe#active-frame');
        await drawing.locator('svg text').first().waitFor();
        await picture();
      });
    }
  }),
);
