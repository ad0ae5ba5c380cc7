import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { themes } from '../browser/looks.js';
import { Workbench, type WorkbenchOptions } from '../browser/workbench.js';
import { removeFolder, root, temporaryFolder } from '../host/kit/paths.js';

const pictures = path.join(root, '.cache/pictures');

type GalleryOptions = Partial<Pick<WorkbenchOptions, 'trustAll' | 'settings'>>;

/** VS Code with the packaged extension, of which pictures are taken in every theme. */
export class Gallery {
  private constructor(
    readonly workbench: Workbench,
    private readonly temporary: string,
  ) {}

  /**
   * Opens a copy of one of `examples`, or an empty window.
   *
   * @param settings those of the copy, instead of the example's
   */
  static async open(example: string | null, { trustAll = true, settings }: GalleryOptions = {}): Promise<Gallery> {
    const codeServer = inject('codeServer');
    if (!codeServer.found) throw new Error(codeServer.reason);
    mkdirSync(pictures, { recursive: true });
    const temporary = await temporaryFolder('workspace');
    const folder = path.join(temporary, 'project');
    if (example !== null) cpSync(path.join(root, 'examples', example), folder, { recursive: true });
    if (settings) writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    const workbench = await Workbench.open(codeServer, {
      ...(example !== null && { folder }),
      vsix: inject('vsix'),
      trustAll,
      settings: {
        'window.commandCenter': false,
        'editor.minimap.enabled': false,
        'workbench.reduceMotion': 'on',
        'security.workspace.trust.startupPrompt': 'always',
      },
    });
    return new Gallery(workbench, temporary);
  }

  /** Opens one for as long as its pictures are taken; where that fails, a picture shows how it looked then. */
  static async during(
    example: string | null,
    options: GalleryOptions,
    take: (gallery: Gallery) => Promise<void>,
  ): Promise<void> {
    const gallery = await Gallery.open(example, options);
    try {
      await take(gallery);
    } catch (error) {
      await gallery.workbench.screenshot('pictures-failed');
      throw error;
    } finally {
      await gallery.close();
    }
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await removeFolder(this.temporary);
  }

  /**
   * Takes a picture in every theme.
   *
   * @param scene sets up what would not outlast the choice of a theme, takes the picture, and clears it away
   */
  async take(name: string, scene = (picture: () => Promise<unknown>): Promise<unknown> => picture()): Promise<void> {
    for (const theme of themes) {
      await this.workbench.chooseTheme(theme);
      const file = path.join(pictures, `${name}-${theme.bodyClass.replace('vscode-', '')}.png`);
      await scene(() => this.workbench.page.screenshot({ path: file, animations: 'disabled' }));
    }
  }

  /** Takes a picture in every theme of what a command shows in front of everything. */
  async takeInFront(name: string, show: () => Promise<unknown>): Promise<void> {
    await this.take(name, async (picture) => {
      await show();
      await picture();
      await this.workbench.page.keyboard.press('Escape');
    });
  }
}
