import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isDependenciesOrHistory, isTaggedCache, unlessGone } from './inventory.js';

/** Python tells a stale one by the second of its source's time, and candidates can be written in the same second. */
const NEVER_KEPT = new Set(['__pycache__']);

/**
 * The folders of a scratch copy that hold what its tools have built: those that git ignores, and those that are marked
 * as caches (CACHEDIR.TAG). Without git, or outside of a repository, the latter alone are known.
 *
 * @param workspace the original, with its .git
 * @param copy absolute path of the copy
 * @returns relative paths, none inside another
 */
export async function findBuildFolders(workspace: string, copy: string): Promise<readonly string[]> {
  const folders = await listFolders(copy);
  const ignored = await ignoredByGit(workspace, folders);
  const found: string[] = [];
  // A folder comes before what is in it.
  for (const folder of folders) {
    const inside = found.some((outer) => folder.startsWith(outer + path.sep));
    if (!inside && (ignored.has(folder) || isTaggedCache(path.join(copy, folder)))) found.push(folder);
  }
  return found;
}

async function listFolders(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  async function walk(folder: string): Promise<void> {
    for (const item of (await unlessGone(readdir(path.join(root, folder), { withFileTypes: true }))) ?? []) {
      const relative = path.join(folder, item.name);
      if (!item.isDirectory() || NEVER_KEPT.has(item.name) || isDependenciesOrHistory(path.join(root, relative)))
        continue;
      found.push(relative);
      await walk(relative);
    }
  }
  await walk('');
  return found;
}

/** Those of the folders that git ignores, whether they are there or not. None where git cannot say. */
async function ignoredByGit(workspace: string, folders: readonly string[]): Promise<ReadonlySet<string>> {
  const output = await gitCheckIgnore(workspace, folders.map((folder) => `./${folder}/\0`).join(''));
  return new Set(output.split('\0').map((folder) => path.normalize(folder).replace(/[\\/]$/, '')));
}

/** @param paths each followed by NUL, as is what is returned */
function gitCheckIgnore(workspace: string, paths: string): Promise<string> {
  return new Promise((resolve) => {
    // The monitor is a program that the repository's configuration names; nothing here needs it.
    const args = ['-c', 'core.fsmonitor=false', 'check-ignore', '--stdin', '-z'];
    const git = spawn('git', args, { cwd: workspace, stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    git.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk));
    git.stdin.on('error', () => {});
    git.on('error', () => resolve(''));
    git.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    git.stdin.end(paths);
  });
}
