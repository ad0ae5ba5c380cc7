import { type Dirent, lstatSync, type Stats, statfsSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { openFiles } from './proc.js';

/** What a file takes at least: ext4 has room for one in every so many bytes, which an empty one uses up as well. */
const BYTES_PER_FILE = 16 * 1024;

/** `stat` counts in blocks of this size, whatever those of the file system are. */
const BLOCK_BYTES = 512;

/** Where less than this part of the limit is free on the disk, this part is the limit. */
const RESERVE = 1 / 16;

/** What is free on a file system, both in bytes. */
interface Room {
  readonly bytes: number;
  readonly files: number;
}

/**
 * How much a run adds to a folder. That the file system has become fuller says it cheaply, but may be the work of other
 * programs; so the folder is looked through only when there is cause. What counts are files that changed since the run
 * began, with the blocks that they have, and on Linux those that its processes hold open and that have no name.
 */
export class DiskUse {
  private readonly began = Date.now();
  /** What was free when the folder was last looked through, or more if it became more. */
  private room: Room;
  /** What the folder was found to hold then. */
  private held = 0;
  private looking = false;

  constructor(
    private readonly folder: string,
    private readonly limitBytes: number,
  ) {
    this.room = roomOf(folder);
  }

  /** @param processes those of the run, asked for only when they are looked at; none where that cannot be told */
  async exceeds(processes: () => readonly number[]): Promise<boolean> {
    if (this.looking) return false;
    const room = roomOf(this.folder);
    const scarce = Math.min(room.bytes, room.files) < this.limitBytes * RESERVE;
    const limit = scarce ? this.limitBytes * RESERVE : this.limitBytes;
    if (this.held + fall(this.room, room) <= limit) {
      this.room = { bytes: Math.max(this.room.bytes, room.bytes), files: Math.max(this.room.files, room.files) };
      return false;
    }
    this.looking = true;
    this.held = (await changedSince(this.began, this.folder)) + withoutName(processes(), this.folder);
    this.room = room;
    this.looking = false;
    return this.held > limit;
  }
}

function fall(from: Room, to: Room): number {
  return Math.max(from.bytes - to.bytes, from.files - to.files);
}

/** Without end where it is not known: some file systems do not count files, and the folder may be gone. */
function roomOf(folder: string): Room {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(folder);
    return { bytes: bavail * bsize, files: files === 0 ? Number.MAX_SAFE_INTEGER : ffree * BYTES_PER_FILE };
  } catch {
    return { bytes: Number.MAX_SAFE_INTEGER, files: Number.MAX_SAFE_INTEGER };
  }
}

async function changedSince(began: number, folder: string): Promise<number> {
  const files = new Map<number, number>();
  const folders = [folder];
  for (const each of folders) {
    for await (const item of entries(each)) {
      const place = path.join(each, item.name);
      if (item.isDirectory()) folders.push(place);
      const status = statusOf(place);
      if (status && status.ctimeMs >= began) files.set(status.ino, size(status));
    }
  }
  return sum(files);
}

function withoutName(processes: readonly number[], folder: string): number {
  const device = statusOf(folder)?.dev;
  const files = new Map<number, number>();
  for (const status of processes.flatMap(openFiles)) {
    if (status.dev === device && status.nlink === 0) files.set(status.ino, size(status));
  }
  return sum(files);
}

function size({ blocks }: Stats): number {
  return Math.max(blocks * BLOCK_BYTES, BYTES_PER_FILE);
}

/** By their inodes, so that hard links count once. */
function sum(files: ReadonlyMap<number, number>): number {
  return [...files.values()].reduce((total, bytes) => total + bytes, 0);
}

/** Folders vanish while they are looked at, and nobody may look into some: what was seen until then counts. */
async function* entries(folder: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(folder);
  } catch {}
}

function statusOf(place: string): Stats | undefined {
  try {
    return lstatSync(place);
  } catch {
    return undefined;
  }
}
