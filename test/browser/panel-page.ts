import path from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { CandidateDetails, Snapshot } from '../../src/protocol/panel.js';
import { root } from '../host/kit/paths.js';
import type { Look } from './looks.js';
import { details } from './snapshots.js';

/** The extension's side, in the page: keeps what was sent, and answers what the panel waits for. */
const host = `
  window.sent = [];
  window.details = {};
  window.found = [];
  const answers = {
    details: ({ candidate }) => details[candidate] ?? ${JSON.stringify(details)},
    find: () => found,
  };
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => {
      sent.push(message);
      const answer = answers[message.method];
      if (message.type === 'call' && answer) {
        window.postMessage({ type: 'result', id: message.id, value: answer(message.params) });
      }
    },
  });
`;

/** What the panel posts. */
interface Message {
  readonly type: string;
  readonly id: number;
  readonly method?: string;
  readonly params?: unknown;
}

/** The panel by itself in a page of a browser; the test is the extension. */
export class PanelPage {
  private calls = 0;

  private constructor(readonly page: Page) {}

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<PanelPage> {
    const page = await browser.newPage(options);
    await page.setContent('<!DOCTYPE html><html lang="en"><title>Explore Solutions</title><body></body>');
    await page.evaluate(host);
    await page.addStyleTag({ path: path.join(root, 'dist/panel.css') });
    await page.addScriptTag({ path: path.join(root, 'dist/panel.js') });
    return new PanelPage(page);
  }

  /** Makes it look as VS Code would, on the background of a side bar. */
  async dress(look: Look): Promise<void> {
    await this.page.evaluate(`{
      const { variables, bodyClass, styleSheet } = ${JSON.stringify(look)};
      document.documentElement.style.cssText = variables + ';background: var(--vscode-sideBar-background)';
      document.body.className = bodyClass;
      document.querySelector('#_defaultStyles')?.remove();
      const style = document.createElement('style');
      style.id = '_defaultStyles';
      style.textContent = styleSheet;
      document.head.prepend(style);
    }`);
  }

  close(): Promise<void> {
    return this.page.close();
  }

  /** What the extension tells of a candidate from now on. */
  tell(id: number, told: CandidateDetails): Promise<unknown> {
    return this.page.evaluate(`details[${id}] = ${JSON.stringify(told)}`);
  }

  /** What the extension finds from now on. */
  letFind(ids: readonly number[]): Promise<unknown> {
    return this.page.evaluate(`found = ${JSON.stringify(ids)}`);
  }

  /** Shows a snapshot as the extension does, and waits until the panel says that it is drawn. */
  async show(snapshot: Snapshot): Promise<void> {
    const id = this.calls++;
    await this.post({ type: 'call', id, method: 'show', params: snapshot });
    await expect.poll(() => this.answers()).toContainEqual({ type: 'result', id, value: null });
  }

  post(message: unknown): Promise<unknown> {
    return this.page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
  }

  answers(): Promise<readonly Message[]> {
    return this.page.evaluate<Message[]>('window.sent');
  }

  /** With what the panel asked for this. */
  async sent(method: string): Promise<unknown[]> {
    return (await this.answers()).filter((message) => message.method === method).map(({ params }) => params);
  }

  candidate(name: string): Locator {
    return this.page.locator('details.candidate', { has: this.page.locator('.candidate-name', { hasText: name }) });
  }
}
