// Brings a fresh clone to where the program can run: dependencies as the lock file says, and the bundles.
// Uses nothing but Node itself until the dependencies are there.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
const stamp = path.join(root, 'node_modules/.explore-solutions-lock');

function installed() {
  try {
    return readFileSync(stamp, 'utf8') === lock;
  } catch {
    return false;
  }
}

if (!installed()) {
  process.stderr.write('Installing dependencies (once)…\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    process.stderr.write('npm ci failed. Is the npm registry reachable? Run `npm ci` to see more.\n');
    process.exit(2);
  }
  writeFileSync(stamp, lock);
}

const { build } = await import('./build.mjs');
await build();
