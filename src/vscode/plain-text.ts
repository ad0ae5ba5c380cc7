import { visible } from '../core/visible.js';

/**
 * What files, settings, models and tests say is no markup, wherever VS Code would read some: names can hold whatever a
 * file system or a JSON text can.
 */

/** One line in which nothing is invisible, for what VS Code shows as it is: items of a tree, titles, modal dialogs. */
export function inLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ');
}

/** The same for notifications and prompts, where VS Code makes links of Markdown's, which can start commands. */
export function inMessage(text: string): string {
  return inLine(text).replaceAll('](', '] (');
}

/** The same for lists that are picked from, where VS Code draws icons for `$(name)`. */
export function inList(text: string): string {
  return inLine(text).replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');
}
