import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { CancelledError } from '../../src/core/errors.js';
import { candidateOf, type Exploration } from '../../src/core/exploration.js';
import type { Pace } from '../../src/explore/pace.js';
import { Channel, type Port } from '../../src/protocol/channel.js';
import { hostContract, panelContract } from '../../src/protocol/panel.js';
import { detailsOf, findCandidates } from '../../src/vscode/candidate-details.js';
import { Drawing } from '../../src/vscode/drawing.js';
import { mapOf } from '../../src/vscode/pool-map.js';
import { snapshotOf } from '../../src/vscode/snapshot.js';
import { root } from '../root.js';

/** The panel in a page of its own, sent what the extension would send it. */
export class PanelPage {
  /** What each snapshot took to make. */
  readonly snapshotMilliseconds: number[] = [];
  private shown: { readonly state: Exploration; readonly pace: Pace | null } | null = null;
  private withMap = false;
  private readonly channel: Channel<typeof panelContract, typeof hostContract>;
  private readonly drawing: Drawing;

  private constructor(
    readonly page: Page,
    private readonly devtools: CDPSession,
    port: Port,
    readonly scriptMilliseconds: number,
  ) {
    const nothing = () => null;
    this.channel = new Channel(port, panelContract, hostContract, {
      ready: nothing,
      explore: nothing,
      exploreWithExamples: nothing,
      stop: nothing,
      pause: nothing,
      continue: nothing,
      resume: nothing,
      exploreMore: nothing,
      openDiff: nothing,
      compare: nothing,
      apply: nothing,
      savePicture: nothing,
      openRecord: nothing,
      configureVerifiers: nothing,
      openSettings: nothing,
      manageTrust: nothing,
      details: ({ candidate }) => this.shown && detailsOf(this.shown.state, candidateOf(this.shown.state, candidate)),
      find: ({ text }) => (this.shown ? findCandidates(this.shown.state, text) : []),
      showMap: ({ shown }) => {
        this.withMap = shown;
        return null;
      },
    });
    this.drawing = new Drawing(this.channel, () => this.snapshot());
  }

  static async open(browser: Browser): Promise<PanelPage> {
    // As wide as a side bar.
    const page = await browser.newPage({ viewport: { width: 420, height: 900 } });
    const listeners: ((message: unknown) => void)[] = [];
    await page.exposeFunction('toExtension', (message: unknown) => {
      for (const listener of listeners) listener(message);
    });
    const port: Port = {
      post: (message) => void page.evaluate(`window.postMessage(${JSON.stringify(message)})`).catch(() => {}),
      onMessage: (listener) => void listeners.push(listener),
    };
    await page.setContent('<!DOCTYPE html><body></body>');
    await page.evaluate('window.acquireVsCodeApi = () => ({ postMessage: (message) => void toExtension(message) })');
    await page.addStyleTag({ path: path.join(root, 'dist/panel.css') });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const before = await scriptSeconds(devtools);
    await page.addScriptTag({ path: path.join(root, 'dist/panel.js') });
    return new PanelPage(page, devtools, port, 1000 * ((await scriptSeconds(devtools)) - before));
  }

  /** Shows it when what was shown before is on the screen. */
  show(state: Exploration, pace: Pace | null): void {
    this.shown = { state, pace };
    this.drawing.refresh();
  }

  /** Shows it at once, and resolves when it is on the screen. */
  async draw(state: Exploration): Promise<void> {
    this.shown = { state, pace: null };
    await this.channel.call('show', this.snapshot());
  }

  /** Opens map and curve, which need something that is shown. */
  async openPlots(): Promise<void> {
    this.withMap = true;
    await this.page.evaluate(`new MutationObserver(() => {
      const plots = document.querySelector('details.plots');
      if (plots && !plots.dataset.opened) { plots.dataset.opened = 'yes'; plots.open = true; }
    }).observe(document.body, { childList: true, subtree: true })`);
  }

  countFrames(): Promise<unknown> {
    return this.page.evaluate(`{
      window.frames = 0; window.since = performance.now();
      const count = () => { window.frames += 1; requestAnimationFrame(count); };
      requestAnimationFrame(count);
    }`);
  }

  framesPerSecond(): Promise<number> {
    return this.page.evaluate('1000 * window.frames / (performance.now() - window.since)');
  }

  /** JavaScript and what it holds of the page, after what is not needed is gone. */
  async megabytes(): Promise<number> {
    await this.devtools.send('HeapProfiler.collectGarbage');
    return (await metric(this.devtools, 'JSHeapUsedSize')) / 1e6;
  }

  async close(): Promise<void> {
    this.channel.close(new CancelledError());
    await this.page.close();
  }

  private snapshot() {
    if (!this.shown) throw new Error('Nothing is shown.');
    const { state, pace } = this.shown;
    const before = performance.now();
    const snapshot = snapshotOf(state, pace, null, this.withMap ? mapOf(state) : null);
    this.snapshotMilliseconds.push(performance.now() - before);
    return snapshot;
  }
}

async function metric(devtools: CDPSession, wanted: string): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const found = metrics.find(({ name }) => name === wanted);
  if (!found) throw new Error(`Chromium does not measure ${wanted}.`);
  return found.value;
}

function scriptSeconds(devtools: CDPSession): Promise<number> {
  return metric(devtools, 'ScriptDuration');
}
