import { type Dirent, existsSync } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { WorkspaceTooLargeError } from './errors.js';

/** One thing that a scratch copy needs; paths are relative to the workspace, a folder comes before what is in it. */
export type InventoryEntry =
  | { readonly kind: 'folder'; readonly path: string }
  /** Times in seconds since 1970. */
  | { readonly kind: 'file'; readonly path: string; readonly accessed: number; readonly modified: number }
  /** A symbolic link; a target inside the workspace is relative, one outside is absolute. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** A folder of dependencies, or a large file, which a scratch copy shares with the original. */
  | { readonly kind: 'shared'; readonly path: string };

/** What a scratch copy consists of, and the folder where it is copied from. */
export interface Inventory {
  /** Absolute path of a workspace. */
  readonly root: string;
  readonly entries: readonly InventoryEntry[];
}

export interface InventoryLimits {
  /** Files, folders and links. */
  readonly entries: number;
  readonly bytes: number;
  /** Files of this size and more are shared. */
  readonly sharedBytes: number;
}

/** What is copied for every candidate stays below this; what is shared does not count, and what is in caches by itself. */
export const INVENTORY_LIMITS: InventoryLimits = { entries: 20_000, bytes: 1024 ** 3, sharedBytes: Infinity };

/** Of a file that tests read and do not write: data, a model. */
export const LARGE_FILE_BYTES = 64 * 1024 ** 2;

/** Version control: of no use to a test, and a hook or a worktree link in it would lead back to the original. */
const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj']);

/** Tools write here while they run, so the scratch copy gets its own. */
const CACHES_IN_NODE_MODULES = new Set(['.cache', '.vite', '.vite-temp']);

/** Marks a cache, of which nothing is lost when it is left out (https://bford.info/cachedir/). */
const CACHE_TAG = 'CACHEDIR.TAG';

/**
 * Lists what a scratch copy of the workspace consists of. Left out are version control, caches that are too large,
 * sockets, pipes and devices, names that are not UTF-8, and what this user may not read: a verifier could not read it
 * either.
 *
 * @throws WorkspaceTooLargeError
 */
export async function readInventory(workspace: string, limits: Partial<InventoryLimits> = {}): Promise<Inventory> {
  const reader = new InventoryReader(workspace, { ...INVENTORY_LIMITS, ...limits });
  await reader.addFolder('');
  return { root: workspace, entries: reader.entries };
}

/**
 * Lists these folders of a workspace only; `undefined` where they are too large to be copied for every candidate.
 *
 * @param folders relative to the workspace
 */
export async function readFolders(
  workspace: string,
  folders: readonly string[],
  limits: Partial<InventoryLimits> = {},
): Promise<Inventory | undefined> {
  const reader = new InventoryReader(workspace, { ...INVENTORY_LIMITS, ...limits });
  try {
    for (const folder of folders) await reader.addWholeFolder(folder);
  } catch (error) {
    if (error instanceof WorkspaceTooLargeError) return undefined;
    throw error;
  }
  return { root: workspace, entries: reader.entries };
}

/** Whether a folder, given as an absolute path, is one of installed dependencies or of version control. */
export function isDependenciesOrHistory(folder: string): boolean {
  const name = path.basename(folder);
  return VERSION_CONTROL.has(name) || name === 'node_modules' || holds(folder, 'pyvenv.cfg');
}

/** Whether a folder, given as an absolute path, says of itself that it is a cache. */
export function isTaggedCache(folder: string): boolean {
  return holds(folder, CACHE_TAG);
}

class InventoryReader {
  readonly entries: InventoryEntry[] = [];
  private bytes = 0;

  constructor(
    private readonly workspace: string,
    private readonly limits: InventoryLimits,
  ) {}

  async addFolder(folder: string): Promise<void> {
    for (const item of await list(path.join(this.workspace, folder))) {
      if (!VERSION_CONTROL.has(item.name)) await this.add(item, path.join(folder, item.name));
    }
  }

  /** @throws WorkspaceTooLargeError */
  async addWholeFolder(folder: string): Promise<void> {
    this.push({ kind: 'folder', path: folder });
    await this.addFolder(folder);
  }

  private async add(item: Dirent, relative: string): Promise<void> {
    if (item.isDirectory()) await this.addDirectory(item.name, relative);
    else if (item.isSymbolicLink()) await this.addLink(relative);
    else if (item.isFile()) await this.addFile(relative);
  }

  private async addDirectory(name: string, relative: string): Promise<void> {
    const absolute = path.join(this.workspace, relative);
    if (name === 'node_modules') await this.addNodeModules(relative);
    else if (holds(absolute, 'pyvenv.cfg')) this.push({ kind: 'shared', path: relative });
    else if (isTaggedCache(absolute)) {
      // It is counted by itself, and left out where it is too large: a compiler's cache can be larger than all else.
      const { entries, bytes } = this.limits;
      const cache = await readFolders(this.workspace, [relative], { entries, bytes });
      this.entries.push(...(cache?.entries ?? []));
    } else await this.addWholeFolder(relative);
  }

  /**
   * The folder itself is the scratch copy's own, so that tools can keep caches in it; the packages in it are shared.
   * Links in it stay links: a monorepo's own packages must be those of the scratch copy, not of the original.
   */
  private async addNodeModules(folder: string): Promise<void> {
    this.push({ kind: 'folder', path: folder });
    for (const item of await list(path.join(this.workspace, folder))) {
      const relative = path.join(folder, item.name);
      if (CACHES_IN_NODE_MODULES.has(item.name)) continue;
      if (!item.isDirectory()) await this.add(item, relative);
      else if (item.name.startsWith('@')) await this.addNodeModules(relative);
      else this.push({ kind: 'shared', path: relative });
    }
  }

  private async addLink(relative: string): Promise<void> {
    const from = path.dirname(path.join(this.workspace, relative));
    const written = await unlessGone(readlink(path.join(this.workspace, relative)));
    if (written === undefined) return;
    const absolute = path.resolve(from, written);
    const target = isInside(this.workspace, absolute) ? path.relative(from, absolute) || '.' : absolute;
    this.push({ kind: 'link', path: relative, target });
  }

  private async addFile(relative: string): Promise<void> {
    const status = await unlessGone(lstat(path.join(this.workspace, relative)));
    if (status === undefined) return;
    if (status.size >= this.limits.sharedBytes) return this.push({ kind: 'shared', path: relative });
    this.bytes += status.size;
    if (this.bytes > this.limits.bytes) {
      throw new WorkspaceTooLargeError(
        this.workspace,
        l10n.t('more than {0} MiB of files', Math.floor(this.limits.bytes / 1024 ** 2)),
      );
    }
    const [accessed, modified] = [status.atimeMs / 1000, status.mtimeMs / 1000];
    this.push({ kind: 'file', path: relative, accessed, modified });
  }

  private push(entry: InventoryEntry): void {
    this.entries.push(entry);
    if (this.entries.length > this.limits.entries) {
      throw new WorkspaceTooLargeError(this.workspace, l10n.t('more than {0} files and folders', this.limits.entries));
    }
  }
}

function holds(folder: string, name: string): boolean {
  return existsSync(path.join(folder, name));
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
