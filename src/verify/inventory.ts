import { type Dirent, existsSync } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { WorkspaceTooLargeError } from './errors.js';

/** One thing that a scratch copy needs; paths are relative to the workspace, a folder comes before what is in it. */
export type InventoryEntry =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly accessed: Date; readonly modified: Date }
  /** A symbolic link; a target inside the workspace is relative, one outside is absolute. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** A folder of dependencies, which a scratch copy shares with the original. */
  | { readonly kind: 'shared'; readonly path: string };

export interface InventoryLimits {
  /** Files, folders and links. */
  readonly entries: number;
  readonly bytes: number;
}

/** What is copied for every candidate stays below this; what is in shared folders and caches does not count. */
export const INVENTORY_LIMITS: InventoryLimits = { entries: 20_000, bytes: 1024 ** 3 };

/** Version control: of no use to a test, and a hook or a worktree link in it would lead back to the original. */
const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj']);

/** Tools write here while they run, so the scratch copy gets its own. */
const CACHES_IN_NODE_MODULES = new Set(['.cache', '.vite', '.vite-temp']);

/**
 * Lists what a scratch copy of the workspace consists of. Left out are version control, caches (folders with a
 * CACHEDIR.TAG, https://bford.info/cachedir/), sockets, pipes and devices, and what this user may not read: a
 * verifier could not read it either.
 *
 * @throws WorkspaceTooLargeError
 */
export async function readInventory(
  workspace: string,
  limits: InventoryLimits = INVENTORY_LIMITS,
): Promise<readonly InventoryEntry[]> {
  const entries: InventoryEntry[] = [];
  let bytes = 0;

  async function addFolder(folder: string): Promise<void> {
    for (const item of await list(path.join(workspace, folder))) {
      if (!VERSION_CONTROL.has(item.name)) await add(item, path.join(folder, item.name));
    }
  }

  async function add(item: Dirent, relative: string): Promise<void> {
    if (item.isDirectory()) await addDirectory(item.name, relative);
    else if (item.isSymbolicLink()) await addLink(relative);
    else if (item.isFile()) await addFile(relative);
    if (entries.length > limits.entries) {
      throw new WorkspaceTooLargeError(workspace, `more than ${limits.entries} files and folders`);
    }
  }

  async function addDirectory(name: string, relative: string): Promise<void> {
    const holds = (mark: string) => existsSync(path.join(workspace, relative, mark));
    if (name === 'node_modules') await addNodeModules(relative);
    else if (holds('pyvenv.cfg')) entries.push({ kind: 'shared', path: relative });
    else if (!holds('CACHEDIR.TAG')) {
      entries.push({ kind: 'folder', path: relative });
      await addFolder(relative);
    }
  }

  /**
   * The folder itself is the scratch copy's own, so that tools can keep caches in it; the packages in it are shared.
   * Links in it stay links: a monorepo's own packages must be those of the scratch copy, not of the original.
   */
  async function addNodeModules(folder: string): Promise<void> {
    entries.push({ kind: 'folder', path: folder });
    for (const item of await list(path.join(workspace, folder))) {
      const relative = path.join(folder, item.name);
      if (CACHES_IN_NODE_MODULES.has(item.name)) continue;
      if (!item.isDirectory()) await add(item, relative);
      else if (item.name.startsWith('@')) await addNodeModules(relative);
      else entries.push({ kind: 'shared', path: relative });
    }
  }

  async function addLink(relative: string): Promise<void> {
    const from = path.dirname(path.join(workspace, relative));
    const written = await unlessGone(readlink(path.join(workspace, relative)));
    if (written === undefined) return;
    const absolute = path.resolve(from, written);
    const target = isInside(workspace, absolute) ? path.relative(from, absolute) || '.' : absolute;
    entries.push({ kind: 'link', path: relative, target });
  }

  async function addFile(relative: string): Promise<void> {
    const status = await unlessGone(lstat(path.join(workspace, relative)));
    if (status === undefined) return;
    bytes += status.size;
    if (bytes > limits.bytes) {
      throw new WorkspaceTooLargeError(workspace, `more than ${Math.floor(limits.bytes / 1024 ** 2)} MiB of files`);
    }
    entries.push({ kind: 'file', path: relative, accessed: status.atime, modified: status.mtime });
  }

  await addFolder('');
  return entries;
}

/** Whether `candidate` is `folder` or below it; both absolute. */
export function isInside(folder: string, candidate: string): boolean {
  const relative = path.relative(folder, candidate);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** Gone since it was listed, or not ours to read. */
const GONE = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM']);

/** `undefined` where the operation fails because a file has vanished or may not be read. */
export async function unlessGone<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (GONE.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

async function list(folder: string): Promise<readonly Dirent[]> {
  return (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? [];
}
