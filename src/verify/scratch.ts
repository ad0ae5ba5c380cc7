import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readdir, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OutsideScratchError } from './errors.js';
import { type InventoryEntry, isInside, unlessGone } from './inventory.js';

/**
 * A copy of a workspace for one candidate, with a folder for temporary files beside it. Files are cloned where the
 * file system can (copy-on-write) and copied elsewhere. Dependencies are links to the original: under a sandbox that
 * is read-only; without one, a candidate that means harm can write through them, as it could through any path.
 */
export class Scratch {
  private constructor(
    private readonly folder: string,
    /** Absolute path of the copy. */
    readonly workspace: string,
    /** Absolute path of an empty folder for temporary files. */
    readonly temp: string,
  ) {}

  /**
   * @param folder where to make it; must not exist
   * @param workspace the original, from which `inventory` was read
   * @param seenAs where the verifier sees the original: what links to shared folders point to
   */
  static async create(
    folder: string,
    workspace: string,
    inventory: readonly InventoryEntry[],
    seenAs: string,
  ): Promise<Scratch> {
    const scratch = new Scratch(folder, path.join(folder, 'workspace'), path.join(folder, 'tmp'));
    try {
      await mkdir(scratch.workspace, { recursive: true });
      await mkdir(scratch.temp);
      for (const entry of inventory) {
        if (entry.kind === 'folder') await mkdir(path.join(scratch.workspace, entry.path));
      }
      await Promise.all(inventory.map((entry) => copyEntry(entry, workspace, scratch.workspace, seenAs)));
    } catch (error) {
      await scratch.remove();
      throw error;
    }
    return scratch;
  }

  /**
   * Writes the candidate's text over a file of the copy. A file that is a link becomes a file.
   *
   * @param file relative to the workspace, with forward slashes
   * @throws OutsideScratchError where the path leads out of the copy
   */
  async write(file: string, text: string): Promise<void> {
    const target = path.join(this.workspace, file);
    const folder = path.dirname(target);
    if (target === this.workspace || !isInside(this.workspace, target)) throw new OutsideScratchError(file);
    // Links that lead out are followed to see where they lead, before anything is made behind them.
    const root = await realpath(this.workspace);
    if (!isInside(root, await realpathOfExisting(folder))) throw new OutsideScratchError(file);
    await mkdir(folder, { recursive: true });
    const status = await unlessGone(lstat(target));
    await rm(target, { force: true });
    const mode = status?.isFile() ? status.mode | 0o600 : 0o666;
    await writeFile(target, text, { flag: 'wx', mode });
  }

  /** Removes the copy, also where the candidate took its own permissions away. */
  async remove(): Promise<void> {
    await removeFolder(this.folder);
  }
}

async function copyEntry(entry: InventoryEntry, from: string, to: string, seenAs: string): Promise<void> {
  const source = path.join(from, entry.path);
  const target = path.join(to, entry.path);
  if (entry.kind === 'file') {
    if ((await unlessGone(copyFile(source, target, constants.COPYFILE_FICLONE).then(() => true))) === undefined) return;
    // make and cargo compare times: the candidate's file must be the newest, the others as old as they were.
    await unlessGone(utimes(target, entry.accessed, entry.modified));
  } else if (entry.kind === 'link') await symlink(entry.target, target);
  else if (entry.kind === 'shared') await symlink(path.join(seenAs, entry.path), target, 'junction');
}

/** The real path of the deepest part of `folder` that exists. */
async function realpathOfExisting(folder: string): Promise<string> {
  if ((await unlessGone(lstat(folder))) === undefined) return realpathOfExisting(path.dirname(folder));
  return realpath(folder);
}

/** Removes a folder with all it holds, links not followed; what stands in the way by its permissions is made writable. */
export async function removeFolder(folder: string): Promise<void> {
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  try {
    await remove();
  } catch {
    await makeWritable(folder);
    await remove();
  }
}

async function makeWritable(folder: string): Promise<void> {
  await unlessGone(chmod(folder, 0o700));
  for (const item of (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? []) {
    if (item.isDirectory()) await makeWritable(path.join(folder, item.name));
  }
}
