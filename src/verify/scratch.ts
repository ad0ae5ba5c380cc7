import { randomUUID } from 'node:crypto';
import { constants, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  realpath,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { OutsideScratchError } from './errors.js';
import { type Inventory, type InventoryEntry, isInside, unlessGone } from './inventory.js';

/** What tells that a file was not touched. The time of change (ctime) moves with every write, link, rename and mode. */
interface Stamp {
  readonly inode: number;
  /** To a fourth of a microsecond, since 1970. */
  readonly changedMilliseconds: number;
}

/** An entry in its place in the copy. */
interface Item {
  readonly entry: InventoryEntry;
  /** Absolute path of what it is a copy of. */
  readonly source: string;
  /** Absolute path. */
  readonly place: string;
  readonly children: Item[];
  /** As it was when last restored; `undefined` where it had vanished from the original before it was copied. */
  stamp: Stamp | undefined;
}

/** What became of an entry: untouched; a folder still there whose entries or properties changed; or anything else. */
type State = 'untouched' | 'touched-folder' | 'lost';

/** The file system's clock ticks every few milliseconds, on old file systems every two seconds. */
const CLOCK_MILLISECONDS = 3000;

/**
 * A copy of a workspace for one candidate at a time, with a folder for temporary files beside it. Files are cloned
 * where the file system can (copy-on-write) and copied elsewhere. Dependencies are links to the original: under a
 * sandbox that is read-only; without one, a candidate that means harm can write through them, as it could through any
 * path.
 */
export class Scratch {
  /** Absolute path of the copy. */
  readonly workspace: string;
  /** Absolute path of an empty folder for temporary files. */
  readonly temp: string;
  private readonly root: Item;

  private constructor(
    /** Absolute path of the folder that holds both, and nothing else that a verifier writes. */
    readonly folder: string,
    inventories: readonly Inventory[],
    private readonly seenAs: string,
  ) {
    this.workspace = path.join(folder, 'workspace');
    this.temp = path.join(folder, 'tmp');
    this.root = arrange(inventories, this.workspace);
  }

  /**
   * @param folder where to make it; must not exist
   * @param inventories what it consists of; what is shared is the first one's
   * @param seenAs where the verifier sees the first one's root: what links to shared folders point to
   */
  static async create(folder: string, inventories: readonly Inventory[], seenAs: string): Promise<Scratch> {
    const scratch = new Scratch(folder, inventories, seenAs);
    try {
      await mkdir(scratch.workspace, { recursive: true });
      await mkdir(scratch.temp);
      await scratch.copyChildren(scratch.root);
      stampTree(scratch.root);
      await scratch.untilClockMoves();
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

  /**
   * Makes the copy again what it was when created; nothing that was started in it may still run. Every entry is looked
   * at, about 5 microseconds each; work beyond that is done only for what was touched. Files that differ are copied
   * anew. A folder that differs is replaced by a new one into which what is untouched is moved, because its attributes
   * could carry something from one candidate to the next.
   *
   * @throws where something stands in the way (permissions, say): the copy must then be removed
   */
  async reset(): Promise<void> {
    await removeFolder(this.temp);
    await mkdir(this.temp);
    const state = stateOf(this.root);
    if (state === 'lost') throw new Error(`${this.workspace} is gone`);
    await this.resetFolder(this.root, state);
    await this.untilClockMoves();
  }

  private async resetFolder(folder: Item, own: Exclude<State, 'lost'>): Promise<void> {
    // The calls below are synchronous, which is five times as fast; others get their turn between folders.
    await setImmediate();
    // All are judged before anything moves: a rename is a change too.
    const states = folder.children.map(stateOf);
    if (own === 'touched-folder') {
      const kept = folder.children.filter((_, index) => states[index] !== 'lost');
      await this.replaceFolder(folder.place, kept);
    }
    for (const [index, item] of folder.children.entries()) {
      const state = states[index] ?? 'lost';
      if (state === 'lost') {
        await removeFolder(item.place);
        await this.copyIn(item);
        stampTree(item);
      } else if (item.entry.kind === 'folder') await this.resetFolder(item, state);
    }
    if (own === 'touched-folder' || states.some((state) => state !== 'untouched')) {
      for (const item of folder.children) item.stamp = stampOf(item.place);
      folder.stamp = stampOf(folder.place);
    }
  }

  private async replaceFolder(place: string, kept: readonly Item[]): Promise<void> {
    const aside = path.join(this.folder, 'aside');
    renameSync(place, aside);
    mkdirSync(place);
    for (const item of kept) {
      // What had vanished from the original is not here either.
      if (item.stamp) renameSync(path.join(aside, path.basename(item.place)), item.place);
    }
    await removeFolder(aside);
  }

  /** A change within the same tick of the file system's clock as the last stamp would not show: waits for the next. */
  private async untilClockMoves(): Promise<void> {
    const clock = path.join(this.folder, 'clock');
    const read = () => {
      writeFileSync(clock, '');
      return lstatSync(clock).ctimeMs;
    };
    const [start, first] = [performance.now(), read()];
    while (read() === first) {
      if (performance.now() - start > CLOCK_MILLISECONDS) throw new Error('the file system keeps no times of change');
      await setTimeout(1);
    }
    rmSync(clock);
  }

  private async copyChildren(folder: Item): Promise<void> {
    // All at once: in groups of eight it takes three times as long.
    await Promise.all(folder.children.map((item) => this.copyIn(item)));
  }

  private async copyIn(item: Item): Promise<void> {
    if (item.entry.kind !== 'folder') return copyEntry(item.entry, item.source, item.place, this.seenAs);
    await mkdir(item.place);
    await this.copyChildren(item);
  }

  /** Whether all that a folder of the copy was made of, given as a path relative to it, is still as it was made. */
  isUntouched(folder: string): boolean {
    const item = find(this.root, folder);
    return item !== undefined && isTreeUntouched(item);
  }

  /** Removes the copy, also where the candidate took its own permissions away. */
  async remove(): Promise<void> {
    await removeFolder(this.folder);
  }
}

/** The inventories as a tree, under an item for the workspace itself. What has no folder to be in is left out. */
function arrange(inventories: readonly Inventory[], workspace: string): Item {
  const itemOf = (root: string, entry: InventoryEntry): Item => ({
    entry,
    source: path.join(root, entry.path),
    place: path.join(workspace, entry.path),
    children: [],
    stamp: undefined,
  });
  const top = itemOf('', { kind: 'folder', path: '.' });
  const folders = new Map([[top.entry.path, top]]);
  for (const { root, entries } of inventories) {
    for (const entry of entries) {
      const item = itemOf(root, entry);
      const folder = folders.get(path.dirname(entry.path));
      folder?.children.push(item);
      if (folder && entry.kind === 'folder') folders.set(entry.path, item);
    }
  }
  return top;
}

function stateOf({ entry, place, stamp }: Item): State {
  const status = lstatSync(place, { throwIfNoEntry: false });
  if (stamp === undefined || status === undefined) return stamp === status ? 'untouched' : 'lost';
  if (stamp.inode === status.ino && stamp.changedMilliseconds === status.ctimeMs) return 'untouched';
  return entry.kind === 'folder' && status.isDirectory() ? 'touched-folder' : 'lost';
}

function find(item: Item, folder: string): Item | undefined {
  if (item.entry.path === folder) return item;
  const below = item.children.find(({ entry }) => isInside(entry.path, folder));
  return below && find(below, folder);
}

function isTreeUntouched(item: Item): boolean {
  return stateOf(item) === 'untouched' && item.children.every(isTreeUntouched);
}

function stampOf(place: string): Stamp | undefined {
  const status = lstatSync(place, { throwIfNoEntry: false });
  return status && { inode: status.ino, changedMilliseconds: status.ctimeMs };
}

function stampTree(item: Item): void {
  for (const child of item.children) stampTree(child);
  item.stamp = stampOf(item.place);
}

async function copyEntry(
  entry: Exclude<InventoryEntry, { kind: 'folder' }>,
  source: string,
  target: string,
  seenAs: string,
): Promise<void> {
  if (entry.kind === 'file') {
    if ((await unlessGone(copyFile(source, target, constants.COPYFILE_FICLONE).then(() => true))) === undefined) return;
    // make and cargo compare times: the candidate's file must be the newest, the others as old as they were.
    await unlessGone(utimes(target, entry.accessed, entry.modified));
  } else if (entry.kind === 'link') await symlink(entry.target, target);
  else await symlink(path.join(seenAs, entry.path), target, 'junction');
}

/** The real path of the deepest part of `folder` that exists. */
async function realpathOfExisting(folder: string): Promise<string> {
  if ((await unlessGone(lstat(folder))) === undefined) return realpathOfExisting(path.dirname(folder));
  return realpath(folder);
}

/**
 * Removes a folder with all it holds, links not followed. What stands in the way by its permissions is made writable;
 * what lies so deep that no path reaches it is moved up.
 */
export async function removeFolder(folder: string): Promise<void> {
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  try {
    await remove();
  } catch {
    await makeRemovable(folder, folder);
    await remove();
  }
}

/** Far below the systems' limits on paths (1,024 bytes and more). */
const LONG_PATH = 200;

async function makeRemovable(folder: string, root: string): Promise<void> {
  await unlessGone(chmod(folder, 0o700));
  for (const item of (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? []) {
    if (!item.isDirectory()) continue;
    const below = path.join(folder, item.name);
    if (below.length < root.length + LONG_PATH) await makeRemovable(below, root);
    else {
      const up = path.join(root, randomUUID());
      await unlessGone(chmod(below, 0o700));
      if ((await unlessGone(rename(below, up).then(() => true))) !== undefined) await makeRemovable(up, root);
    }
  }
}
