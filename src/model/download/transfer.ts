import { type FileHandle, open } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { toError } from '../../core/errors.js';
import { nextAddress } from './address.js';
import { ConnectionError, RefusedDownloadError, WrongLengthError } from './errors.js';
import type { Fetch, FetchResponse } from './fetch.js';
import type { RemoteFile } from './remote-file.js';

/** The network broke off, or the server is busy: trying again may help. */
export class Interruption extends Error {
  constructor(
    message: string,
    /** How long the server wants to be left alone. */
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface TransferOptions {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** A connection from which nothing comes for so long is given up. */
  readonly stallMilliseconds: number;
  /** Told how many bytes of the file are on the disk. */
  readonly onBytes: (bytes: number) => void;
}

/** Servers that are overloaded, restarting, or want to be asked later. */
const BUSY: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

const REDIRECTED: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTIONS = 10;

/**
 * Fetches, over one connection, what is missing of a file; appends it to the part that is on the disk.
 *
 * A change of the file between two connections needs no `If-Range`: what its bytes must be is fixed by their hash, and
 * no change could make them those again.
 *
 * @throws Interruption, DownloadError, what the disk says; the signal's reason when aborted
 */
export async function transfer(file: RemoteFile, part: string, options: TransferOptions): Promise<void> {
  const handle = await open(part, 'a');
  const connection = new AbortController();
  const stall = new Error(l10n.t('nothing came for {0} seconds', options.stallMilliseconds / 1000));
  const timer = setTimeout(() => connection.abort(stall), options.stallMilliseconds);
  const cancel = () => connection.abort(options.signal.reason);
  options.signal.addEventListener('abort', cancel, { once: true });
  try {
    options.signal.throwIfAborted();
    const { size } = await handle.stat();
    const response = await request(file.url, size, options.fetch, connection.signal);
    const offset = await offsetOf(response, file, size, handle);
    const bytes = received(response, connection.signal);
    await append(bytes, file, offset, handle, (done) => {
      timer.refresh();
      options.onBytes(done);
    });
  } catch (error) {
    options.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', cancel);
    connection.abort(); // whatever has not been read
    await handle.close();
  }
}

/** Asks for the bytes from `offset` on, wherever redirections lead. */
async function request(url: string, offset: number, fetch: Fetch, signal: AbortSignal): Promise<FetchResponse> {
  const headers = { 'accept-encoding': 'identity', ...(offset > 0 && { range: `bytes=${offset}-` }) };
  let address = nextAddress(url, new URL(url));
  for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
    const response = await fetch(address.href, { headers, redirect: 'manual', signal }).catch((error: unknown) => {
      throw interrupted(error, signal);
    });
    const location = response.headers.get('location');
    if (!REDIRECTED.has(response.status) || location === null) return response;
    address = nextAddress(location, address);
  }
  throw new ConnectionError(url, l10n.t('it leads to more than {0} other addresses', MOST_REDIRECTIONS));
}

/** Where in the file the response's bytes belong; empties the part where they are its beginning. */
async function offsetOf(response: FetchResponse, file: RemoteFile, size: number, part: FileHandle): Promise<number> {
  const { status, headers } = response;
  if (status === 200) {
    checkLength(file, headers.get('content-length'));
    await part.truncate(); // the server does not know ranges
    return 0;
  }
  if (status === 206 || status === 416) {
    const range = /^bytes (?:(?<from>\d+)-\d+|\*)\/(?:(?<of>\d+)|\*)$/.exec(headers.get('content-range') ?? '')?.groups;
    checkLength(file, range?.of ?? null);
    if (status === 206 && range?.from === String(size)) return size;
    await part.truncate();
    throw new Interruption(l10n.t('the server has other parts of the file than were asked for'), 0);
  }
  if (BUSY.has(status)) {
    throw new Interruption(
      l10n.t('the server answers with status {0}', status),
      retryAfter(headers.get('retry-after')),
    );
  }
  throw new RefusedDownloadError(file.url, status);
}

function checkLength(file: RemoteFile, length: string | null): void {
  if (length !== null && Number(length) !== file.bytes) {
    throw new WrongLengthError(file.url, Number(length), file.bytes);
  }
}

/** Seconds from a Retry-After header: a number of them, or a date. */
function retryAfter(header: string | null): number {
  if (header === null) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Math.max(0, seconds || 0);
}

async function* received({ body }: FetchResponse, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body;
  } catch (error) {
    throw interrupted(error, signal);
  }
}

async function append(
  chunks: AsyncIterable<Uint8Array>,
  file: RemoteFile,
  offset: number,
  part: FileHandle,
  onBytes: (bytes: number) => void,
): Promise<void> {
  let done = offset;
  for await (const chunk of chunks) {
    done += chunk.length;
    if (done > file.bytes) {
      await part.truncate();
      throw new WrongLengthError(file.url, done, file.bytes);
    }
    await part.appendFile(chunk);
    onBytes(done);
  }
  if (done < file.bytes) throw new Interruption(l10n.t('the connection ended early'), 0);
}

/** What broke a connection; `fetch` itself only says that it failed, its cause says why. */
function interrupted(error: unknown, signal: AbortSignal): Interruption {
  const { message, cause } = toError(signal.aborted ? signal.reason : error);
  return new Interruption((cause instanceof Error && cause.message) || message, 0, { cause: error });
}
