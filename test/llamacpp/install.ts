import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Installs node-llama-cpp as the lock file beside this says, unless it is already there.
 *
 * @param root the repository's folder
 * @returns the address to import it from
 */
export function ensureLlamaCpp(root: string): string {
  const folder = path.join(root, 'test/llamacpp');
  const entry = path.join(folder, 'node_modules/node-llama-cpp/dist/index.js');
  const stamp = path.join(folder, 'node_modules/.explore-solutions-lock');
  const lock = readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    process.stderr.write('Installing node-llama-cpp (once, 115 MB)…\n');
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (npm.status !== 0) throw new Error(`npm ci failed in ${folder}. Is the npm registry reachable?`);
    writeFileSync(stamp, lock);
  }
  return pathToFileURL(entry).href;
}
