import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Folders that are still being built: `.building-PID-RANDOM`. */
const BUILDING = /^\.building-(\d+)-/;

/** Entries end in the version of their builder. */
const VERSION = /-v(\d+)$/;

/** A whole folder of the cache. */
export interface CacheEntry {
  readonly folder: string;
  /** Whether this call built it. */
  readonly built: boolean;
}

/**
 * The cache's folder of that name, built first where it is missing.
 *
 * `build` fills a temporary folder, which is then renamed: an entry that exists is whole, whenever its builder may
 * have died. Two processes may build the same entry; one wins and both get it. On the way are removed folders whose
 * builders died, and entries of older builders, which nobody reads any more.
 *
 * @throws what `build` throws; then no entry is left
 */
export async function openCacheEntry(
  cacheFolder: string,
  name: string,
  build: (folder: string) => Promise<void>,
): Promise<CacheEntry> {
  const folder = path.join(cacheFolder, name);
  if (await exists(folder)) return { folder, built: false };
  await mkdir(cacheFolder, { recursive: true });
  await removeUseless(cacheFolder, versionOf(name));
  const building = path.join(cacheFolder, `.building-${process.pid}-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(building);
    await build(building);
    await rename(building, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error; // else another process was faster: its entry is as good
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return { folder, built: true };
}

async function removeUseless(cacheFolder: string, version: number): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    const builder = BUILDING.exec(name)?.[1];
    const useless = builder ? !isRunning(Number(builder)) : versionOf(name) < version;
    if (useless) await rm(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}

/** Infinity for what is no entry. */
function versionOf(name: string): number {
  return Number(VERSION.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs, under another user
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
