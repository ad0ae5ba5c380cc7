import { mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { inject, vi } from 'vitest';
import { launchChromium } from '../host/kit/chromium.js';
import { CodeServer, type ServerOptions } from '../host/kit/code-server.js';
import type { CodeServerParts } from '../host/kit/code-server-install.js';
import { removeFolder, root, temporaryFolder } from '../host/kit/paths.js';
import type { Theme } from './looks.js';

export interface WorkbenchOptions extends Omit<ServerOptions, 'testMode'> {
  /** The folder to open, or a `.code-workspace` file; an empty window without. */
  readonly folder?: string;
}

/** VS Code in a browser, and what a person does in it. */
export class Workbench {
  private copy: string | null = null;

  private constructor(
    private readonly server: CodeServer,
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /**
   * Opens a copy of one of `test/host/workspaces`, with the packaged extension and where nothing else is said trusted.
   *
   * @param part what is opened of it, where it is not the folder itself
   */
  static async openCopyOf(
    workspace: string,
    parts: CodeServerParts,
    { part = '', ...options }: Partial<Omit<WorkbenchOptions, 'folder'>> & { readonly part?: string } = {},
  ): Promise<Workbench> {
    const temporary = await temporaryFolder('workspace');
    const folder = path.join(temporary, 'numbers');
    await cp(path.join(root, 'test/host/workspaces', workspace), folder, { recursive: true });
    try {
      const workbench = await Workbench.open(parts, {
        vsix: inject('vsix'),
        trustAll: true,
        ...options,
        folder: path.join(folder, part),
      });
      workbench.copy = folder;
      return workbench;
    } catch (error) {
      await removeFolder(temporary);
      throw error;
    }
  }

  /** Starts a server and a browser of its own and waits until the workbench is drawn. */
  static async open(parts: CodeServerParts, { folder, ...options }: WorkbenchOptions): Promise<Workbench> {
    const server = await CodeServer.start(parts, { ...options, testMode: false });
    const browser = await launchChromium(parts.chromium).catch(async (error) => {
      await server.stop();
      throw error;
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(60_000);
    const workbench = new Workbench(server, browser, page);
    try {
      await page.goto(server.url(folder));
      await page.locator('.monaco-workbench .statusbar').waitFor();
      return workbench;
    } catch (error) {
      await workbench.close();
      throw error;
    }
  }

  /** Loads the window anew; what it had open comes back. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
  }

  /** The folder that was copied. */
  get folder(): string {
    if (this.copy === null) throw new Error('No copy of a workspace was opened.');
    return this.copy;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    if (this.copy !== null) await removeFolder(path.dirname(this.copy));
  }

  /** Runs a command by its title as the palette shows it. */
  palette(title: string): Promise<void> {
    // What follows says how to reach it, or that it was used recently; another title may begin with this one.
    const exactly = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(,|$)`);
    return this.choose(`>${title}`, exactly);
  }

  /** Opens a file of the workspace by its name, or one by its absolute path. */
  async openFile(file: string): Promise<void> {
    const name = path.basename(file);
    await this.choose(file, name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Puts the cursor on a line of the active editor, counted from 1. */
  async goToLine(line: number): Promise<void> {
    await this.choose(`:${line}`, new RegExp(`line ${line}\\b`, 'i'));
    await this.statusBarItem(`Ln ${line},`).waitFor();
  }

  /**
   * Writes into the box at the top, whose first character says what is asked, and takes an answer, all by keyboard. Asks
   * again where there is none: the box lists what there was when it was opened, and an extension's commands come later
   * than the workbench; it also closes when something else that starts late takes the focus.
   */
  private async choose(question: string, answer: string | RegExp): Promise<void> {
    await vi.waitFor(
      async () => {
        // A box that is still open would go on with what it listed.
        await this.page.keyboard.press('Escape');
        await this.page.keyboard.press('F1');
        const box = this.page.locator('.quick-input-widget');
        await box.locator('input.input').fill(question, { timeout: 5_000 });
        const option = box.getByRole('option', { name: answer }).first();
        await option.waitFor({ timeout: 5_000 });
        const focused = option.and(this.page.locator('.focused'));
        // Others that have the same words may come first.
        let left = await box.getByRole('option').count();
        for (; left > 0 && !(await focused.isVisible()); left -= 1) await this.page.keyboard.press('ArrowDown');
        await focused.waitFor({ timeout: 1_000 });
        await this.page.keyboard.press('Enter');
      },
      { timeout: 60_000, interval: 100 },
    );
  }

  /** Shows the panel and brings the keyboard to it, by its command. */
  async focusPanel(): Promise<void> {
    await this.palette('Explore Solutions: Focus on Explore Solutions View');
    await this.webview.locator('main').waitFor();
  }

  /** Changes the colour theme; the panel, or whatever else is a page of its own, follows. */
  async chooseTheme({ theme, bodyClass }: Theme): Promise<void> {
    await this.palette('Preferences: Color Theme');
    await this.page.getByPlaceholder('Select Color Theme').fill(theme);
    await this.page.getByRole('option', { name: theme }).first().click();
    const pages = this.page.locator('iframe.webview.ready:visible');
    await pages.first().waitFor();
    for (const shown of await pages.all()) {
      const body = shown.contentFrame().frameLocator('iframe#active-frame').locator(`body.${bodyClass}`);
      await body.waitFor({ state: 'attached' });
    }
  }

  /** The modal dialog in front of everything. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The notification that has this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** The innermost document of the one visible webview. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Writes a picture to `.cache/screenshots/`. */
  async screenshot(name: string): Promise<void> {
    const folder = path.join(root, '.cache/screenshots');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }
}
