import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '../../core/errors.js';
import { hashFile } from '../hash.js';
import { ConnectionError, DiskFullError, WrongBytesError } from './errors.js';
import type { Fetch } from './fetch.js';
import { withLock } from './lock.js';
import type { RemoteFile } from './remote-file.js';
import { Interruption, transfer } from './transfer.js';

/** How far a download is, `done` of `bytes`: first they are fetched, then their hash is computed. */
export interface DownloadProgress {
  readonly stage: 'fetch' | 'check';
  readonly done: number;
  readonly bytes: number;
}

/** How long to wait for what. */
export interface Patience {
  /** A connection from which nothing comes for so long is given up. */
  readonly stallMilliseconds: number;
  /** Tries in a row that bring nothing before giving up. */
  readonly tries: number;
  /** A server that wants to be left alone for longer is not waited for. */
  readonly longestWaitMilliseconds: number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const patient: Patience = {
  stallMilliseconds: 60_000,
  tries: 5,
  longestWaitMilliseconds: 120_000,
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

export interface DownloadOptions {
  readonly fetch: Fetch;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
}

/**
 * Fetches a file. Under its name it is whole and has the right hash, or is not there: until then it is `target.part`,
 * which a later call goes on with after a cancel, a crash or a lost connection.
 *
 * No retry library: what is tried again is a transfer that goes on where the last one broke off, a try that brought
 * bytes is no failure, and servers say how long to wait.
 *
 * @throws a `DownloadError`; CancelledError; what the disk says
 */
export async function download(file: RemoteFile, target: string, options: DownloadOptions): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  if ((await sizeOf(target)) === file.bytes) return;
  await withLock(target, async (lost) => {
    if ((await sizeOf(target)) === file.bytes) return; // another process was faster
    const signal = AbortSignal.any(options.signal ? [options.signal, lost] : [lost]);
    try {
      await fetchAndCheck(file, target, signal, options);
    } catch (error) {
      if (options.signal?.aborted) throw new CancelledError();
      throw lost.aborted ? lost.reason : error;
    }
  });
}

async function fetchAndCheck(
  file: RemoteFile,
  target: string,
  signal: AbortSignal,
  { fetch, onProgress = () => {}, patience = patient }: DownloadOptions,
): Promise<void> {
  const part = `${target}.part`;
  try {
    if ((await sizeOf(part)) > file.bytes) await rm(part); // of another version
    await checkSpace(path.dirname(target), file.bytes - (await sizeOf(part)));
    await fetchAll(file, part, signal, fetch, patience, (done) =>
      onProgress({ stage: 'fetch', done, bytes: file.bytes }),
    );
    const hash = await hashFile(
      part,
      (fraction) => onProgress({ stage: 'check', done: fraction * file.bytes, bytes: file.bytes }),
      signal,
    );
    if (hash !== file.sha256) throw new WrongBytesError(file.url, hash, file.sha256);
  } catch (error) {
    if (error instanceof WrongBytesError) await rm(part);
    throw await explained(error, file, part);
  }
  await putInPlace(part, target);
}

/** Goes on with the part until it has all bytes. */
async function fetchAll(
  file: RemoteFile,
  part: string,
  signal: AbortSignal,
  fetch: Fetch,
  patience: Patience,
  onBytes: (bytes: number) => void,
): Promise<void> {
  let most = await sizeOf(part);
  for (let failures = 0; most < file.bytes; ) {
    try {
      const { stallMilliseconds } = patience;
      return await transfer(file, part, { fetch, signal, stallMilliseconds, onBytes });
    } catch (error) {
      if (!(error instanceof Interruption)) throw error;
      const size = await sizeOf(part);
      failures = size > most ? 1 : failures + 1;
      most = Math.max(most, size);
      const wait = Math.max(500 * 2 ** (failures - 1), 1000 * error.retryAfterSeconds);
      if (failures >= patience.tries || wait > patience.longestWaitMilliseconds) {
        throw new ConnectionError(file.url, error.message, { cause: error });
      }
      await patience.wait(wait, signal);
    }
  }
}

async function checkSpace(folder: string, needed: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free < needed) throw new DiskFullError(folder, needed, free);
}

/** A disk that others filled meanwhile is as full as one that was full before. */
async function explained(error: unknown, file: RemoteFile, part: string): Promise<unknown> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  const folder = path.dirname(part);
  return new DiskFullError(folder, file.bytes - (await sizeOf(part)), await freeBytes(folder));
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Gives the part its final name once its bytes are on the disk, so that a loss of power cannot leave half a file. */
async function putInPlace(part: string, target: string): Promise<void> {
  const handle = await open(part, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, target);
}

/** 0 where there is no file. */
function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
