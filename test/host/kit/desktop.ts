import path from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { isExecutable } from './executable.js';
import { type Found, missing } from './found.js';
import { root } from './paths.js';

/** The oldest desktop VS Code that package.json promises to run in. */
const version = '1.100.0';

export interface Desktop {
  /** The program and what comes before VS Code's own arguments. */
  readonly command: readonly [string, ...string[]];
}

/** Finds desktop VS Code under `.vscode-test/`, or fetches it; gives up where the network says nothing for 10 s. */
export async function ensureDesktop(): Promise<Found<Desktop>> {
  const display = displayPrefix();
  if (display === undefined) return missing('desktop VS Code needs a display or xvfb-run');
  try {
    const executable = await downloadAndUnzipVSCode({
      version,
      cachePath: path.join(root, '.vscode-test'),
      timeout: 10_000,
      reporter: new SilentReporter(),
    });
    const [first = executable, ...rest] = [...display, executable];
    return { found: true, command: [first, ...rest] };
  } catch (error) {
    return missing(`desktop VS Code could not be fetched (${error instanceof Error ? error.message : error})`);
  }
}

/** What gives a program a display: nothing where there is one. */
function displayPrefix(): readonly string[] | undefined {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return [];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => isExecutable(path.join(folder, 'xvfb-run'))) ? ['xvfb-run', '-a'] : undefined;
}
