import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

/** VS Code's themes, and the class that a webview's body has in each. */
export const themes = [
  { theme: 'Dark Modern', bodyClass: 'vscode-dark' },
  { theme: 'Light Modern', bodyClass: 'vscode-light' },
  { theme: 'Dark High Contrast', bodyClass: 'vscode-high-contrast' },
  { theme: 'Light High Contrast', bodyClass: 'vscode-high-contrast-light' },
] as const;

export type Theme = (typeof themes)[number];

/** What VS Code gives a webview to look like a theme. */
export interface Look {
  readonly theme: Theme['theme'];
  /** The theme's variables, `--vscode-…`. */
  readonly variables: string;
  readonly bodyClass: string;
  /** VS Code's own style sheet for webviews. */
  readonly styleSheet: string;
}

/** Reads each theme from the panel of a real workbench. */
export async function readLooks(workbench: Workbench): Promise<Look[]> {
  const looks: Look[] = [];
  for (const theme of themes) {
    await workbench.chooseTheme(theme);
    looks.push({ theme: theme.theme, ...(await lookOf(workbench.webview.locator('html'))) });
  }
  return looks;
}

function lookOf(html: Locator): Promise<Omit<Look, 'theme'>> {
  return html.evaluate((root) => ({
    variables: root.getAttribute('style') ?? '',
    bodyClass: root.ownerDocument.body.className,
    styleSheet: root.querySelector('#_defaultStyles')?.textContent ?? '',
  }));
}
