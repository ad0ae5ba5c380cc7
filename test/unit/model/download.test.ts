import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CancelledError } from '../../../src/core/errors.js';
import {
  type DownloadOptions,
  type DownloadProgress,
  download,
  type Patience,
} from '../../../src/model/download/download.js';
import {
  ConnectionError,
  DiskFullError,
  DownloadInProgressError,
  InsecureAddressError,
  RefusedDownloadError,
  WrongBytesError,
  WrongLengthError,
} from '../../../src/model/download/errors.js';
import type { RemoteFile } from '../../../src/model/download/remote-file.js';

const content = Buffer.from(Uint32Array.from({ length: 100_000 }, (_, i) => Math.imul(i, 2654435761)).buffer);
const half = content.length / 2;
const sha256 = createHash('sha256').update(content).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What the server says to one request after the other; to all others what the last one says. */
let answers: Answer[] = [];
/** The Range headers of the requests that came. */
let ranges: (string | undefined)[] = [];
let server: Server;
let folder = '';
let target = '';
/** How long the download would have waited between tries. */
let waits: number[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'download-'));
  target = path.join(folder, 'models', 'model.gguf');
  ranges = [];
  waits = [];
  server = createServer((request, response) => {
    response.on('error', () => {});
    ranges.push(request.headers.range);
    (answers.length > 1 ? answers.shift() : answers[0])!(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve)); // it may be closed already
  await rm(folder, { recursive: true });
});

function file(changes: Partial<RemoteFile> = {}): RemoteFile {
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/model.gguf`, bytes: content.length, sha256, ...changes };
}

const patience: Patience = {
  stallMilliseconds: 30_000,
  tries: 4,
  longestWaitMilliseconds: 60_000,
  wait: async (milliseconds) => void waits.push(milliseconds),
};

function get(changes: Partial<DownloadOptions> = {}, remote = file()): Promise<void> {
  return download(remote, target, { fetch, patience, ...changes });
}

/** Nothing stands under the final name; what else is there. */
function leftovers(): string[] {
  expect(existsSync(target)).toBe(false);
  return readdirSync(path.dirname(target));
}

/** As real servers do it. */
const honest: Answer = ({ headers }, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const rest = content.subarray(from);
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${content.length - 1}/${content.length}`);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length }).end(rest);
};

const ignoresRange: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': content.length }).end(content);
};

/** Sends bytes from there on, and breaks off once they are on the client's disk: what is under way would be lost. */
function breakOff(response: ServerResponse, bytes: Uint8Array, from = 0): void {
  response.write(bytes);
  const arrived = () => expect(statSync(`${target}.part`).size).toBeGreaterThanOrEqual(from + bytes.length);
  void vi.waitFor(arrived, { interval: 1, timeout: 10_000 }).finally(() => response.destroy());
}

/** Promises everything, and breaks off in the middle of what is missing. */
const drops: Answer = ({ headers }, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const rest = content.subarray(from);
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${content.length - 1}/${content.length}`);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length });
  breakOff(response, rest.subarray(0, rest.length / 2), from);
};

/** Sends half of it, and then nothing more. */
const hangs: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, half));
};

/** Never answers. */
const silent: Answer = () => {};

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end('<html>no model</html>');
  };

const sends =
  (bytes: Uint8Array, headers: Record<string, string | number> = {}): Answer =>
  (_, response) => {
    response.writeHead(200, headers).end(bytes);
  };

describe('a download', () => {
  it('brings the file, tells how far it is, and leaves nothing else', async () => {
    answers = [honest];
    const steps: DownloadProgress[] = [];
    await get({ onProgress: (step) => steps.push(step) });
    expect(await readFile(target)).toEqual(content);
    expect(readdirSync(path.dirname(target))).toEqual(['model.gguf']);
    const fetched = steps.filter(({ stage }) => stage === 'fetch').map(({ done }) => done);
    expect(fetched).toEqual([...fetched].sort((a, b) => a - b));
    expect(fetched.at(-1)).toBe(content.length);
    expect(steps.at(-1)).toEqual({ stage: 'check', done: content.length, bytes: content.length });
  });

  it('asks nobody for what is there already', async () => {
    await mkdir(path.dirname(target));
    await writeFile(target, content);
    await get();
    expect(ranges).toEqual([]);
  });

  it('goes on where dropped connections broke off', async () => {
    answers = [drops, drops, drops, honest];
    await get();
    expect(await readFile(target)).toEqual(content);
    const asked = ranges.map((range) => Number(/\d+/.exec(range ?? '0')));
    expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
    expect(asked).toHaveLength(4);
    expect(waits).toEqual([500, 500, 500]); // each brought something
  });

  it('goes on where a response without a length ended early', async () => {
    answers = [sends(content.subarray(0, half)), honest];
    await get();
    expect(ranges).toEqual([undefined, `bytes=${half}-`]);
    expect(await readFile(target)).toEqual(content);
  });

  it('keeps its part when it is cancelled, and goes on from there the next time', async () => {
    answers = [hangs, honest];
    const cancel = new AbortController();
    const onProgress = ({ done }: DownloadProgress) => done === half && cancel.abort();
    await expect(get({ signal: cancel.signal, onProgress })).rejects.toThrow(CancelledError);
    expect(leftovers()).toEqual(['model.gguf.part']);
    await get();
    expect(ranges).toEqual([undefined, `bytes=${half}-`]);
    expect(await readFile(target)).toEqual(content);
  });

  it('can be cancelled before anything comes, and while it waits', async () => {
    answers = [silent];
    await expect(get({ signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
    answers = [status(503)];
    const cancel = new AbortController();
    const wait = async (_: number, signal: AbortSignal) => {
      cancel.abort();
      signal.throwIfAborted();
    };
    await expect(get({ signal: cancel.signal, patience: { ...patience, wait } })).rejects.toThrow(CancelledError);
    expect(ranges).toHaveLength(1);
  });

  it.each([
    ['ignores ranges', ignoresRange],
    ['refuses the range', status(416)],
    ['sends another range', status(206, { 'content-range': `bytes 7-9/${content.length}` })],
  ])('starts again with a server that %s', async (_, answer) => {
    answers = [drops, answer, honest];
    await get();
    expect(await readFile(target)).toEqual(content);
  });

  it('does not go on for ever with a server that ignores ranges and breaks off', async () => {
    const stops: Answer = (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      breakOff(response, content.subarray(0, half));
    };
    answers = [stops];
    await expect(get()).rejects.toThrow(ConnectionError);
    expect(ranges.length).toBeLessThanOrEqual(patience.tries + 1);
  });

  it('throws wrong bytes away', async () => {
    const wrong = Buffer.from(content);
    wrong[12345] = 255 - wrong[12345]!;
    answers = [sends(wrong)];
    await expect(get()).rejects.toThrow(WrongBytesError);
    expect(leftovers()).toEqual([]);
    answers = [honest];
    await get();
    expect(ranges.at(-1)).toBeUndefined();
  });

  it.each([
    ['promises less', sends(content.subarray(0, 10), { 'content-length': 10 })],
    ['promises more', sends(Buffer.concat([content, content]), { 'content-length': 2 * content.length })],
    ['sends more than was asked for', sends(Buffer.concat([content, content]))],
    ['knows another length', status(416, { 'content-range': 'bytes */17' })],
  ])('refuses another length at once: the server %s', async (_, answer) => {
    answers = [answer];
    await expect(get()).rejects.toThrow(WrongLengthError);
    expect(ranges).toHaveLength(1);
    expect(leftovers().filter((name) => name !== 'model.gguf.part')).toEqual([]);
  });

  it('keeps what it has when something in between answers with a page', async () => {
    answers = [drops, status(200, { 'content-length': '21' })];
    await expect(get()).rejects.toThrow(WrongLengthError);
    answers = [honest];
    await get();
    expect(ranges.at(-1)).toBe(`bytes=${half}-`);
    expect(await readFile(target)).toEqual(content);
  });

  it.each([401, 403, 404, 410])('does not ask again after status %i', async (code) => {
    answers = [status(code)];
    await expect(get()).rejects.toThrow(RefusedDownloadError);
    expect(ranges).toHaveLength(1);
  });

  it('waits as long as a busy server wants, else longer each time', async () => {
    const date = new Date(Date.now() + 20_000).toUTCString();
    answers = [
      status(503),
      status(500),
      status(429, { 'retry-after': '7' }),
      drops,
      status(503, { 'retry-after': date }),
      honest,
    ];
    await get({ patience: { ...patience, tries: 5 } });
    expect(waits.slice(0, 4)).toEqual([500, 1000, 7000, 500]);
    expect(waits[4]).toBeGreaterThan(10_000);
    expect(waits[4]).toBeLessThanOrEqual(20_000);
    expect(await readFile(target)).toEqual(content);
  });

  it('gives up on a server that stays busy, and on one that wants to be left alone for long', async () => {
    answers = [status(503)];
    await expect(get()).rejects.toThrow(/status 503/);
    expect(ranges).toHaveLength(patience.tries);
    answers = [status(429, { 'retry-after': '3600' })];
    await expect(get()).rejects.toThrow(ConnectionError);
    expect(ranges).toHaveLength(patience.tries + 1);
  });

  it('gives up where nobody listens, and says why', async () => {
    const gone = file();
    await new Promise((resolve) => server.close(resolve));
    await expect(get({}, gone)).rejects.toThrow(/ECONNREFUSED/);
    expect(waits).toEqual([500, 1000, 2000]);
  });

  it.each([
    ['in the middle', hangs],
    ['before it answers', silent],
  ])('leaves a server that falls silent %s, and goes on', async (_, answer) => {
    answers = [answer, honest];
    await get({ patience: { ...patience, stallMilliseconds: 100 } });
    expect(await readFile(target)).toEqual(content);
    expect(ranges.length).toBeGreaterThan(1);
  });

  it('follows redirections, with the range', async () => {
    await mkdir(path.dirname(target));
    await writeFile(`${target}.part`, content.subarray(0, half));
    answers = [status(302, { location: '/elsewhere' }), status(307, { location: file().url }), honest];
    await get();
    expect(ranges).toEqual([`bytes=${half}-`, `bytes=${half}-`, `bytes=${half}-`]);
    expect(await readFile(target)).toEqual(content);
  });

  it('goes nowhere without encryption but to this machine', async () => {
    answers = [status(302, { location: 'http://example.invalid/model.gguf' })];
    await expect(get()).rejects.toThrow(InsecureAddressError);
    const asked: string[] = [];
    const leads = async (url: string) => {
      asked.push(url);
      return { status: 302, headers: new Headers({ location: file().url }), body: null };
    };
    await expect(get({ fetch: leads }, file({ url: 'https://example.invalid/' }))).rejects.toThrow(
      InsecureAddressError,
    );
    await expect(get({ fetch: leads }, file({ url: 'http://example.invalid/' }))).rejects.toThrow(InsecureAddressError);
    expect(asked).toEqual(['https://example.invalid/']);
  });

  it('does not run in circles', async () => {
    answers = [status(302, { location: '/model.gguf' })];
    await expect(get()).rejects.toThrow(ConnectionError);
    expect(ranges.length).toBeLessThan(20);
  });

  it('does not begin what the disk has no room for', async () => {
    await expect(get({}, file({ bytes: 2 ** 52 }))).rejects.toThrow(DiskFullError);
    expect(ranges).toEqual([]);
  });

  it('starts again where the part is longer than the file', async () => {
    await mkdir(path.dirname(target));
    await writeFile(`${target}.part`, Buffer.concat([content, content]));
    answers = [honest];
    await get();
    expect(ranges).toEqual([undefined]);
  });

  it('only checks a part that is complete, as after a crash', async () => {
    await mkdir(path.dirname(target));
    await writeFile(`${target}.part`, content);
    await get();
    expect(ranges).toEqual([]);
    expect(await readFile(target)).toEqual(content);
  });
});

describe('two downloads of one file', () => {
  it('are one: the other is told', async () => {
    let release = () => {};
    answers = [
      (request, response) => {
        release = () => honest(request, response);
        asked();
      },
    ];
    let asked = () => {};
    const underWay = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const first = get();
    await underWay;
    await expect(get()).rejects.toThrow(DownloadInProgressError);
    release();
    await first;
    expect(await readFile(target)).toEqual(content);
    expect(ranges).toHaveLength(1);
  });

  it('go on after one whose process died', async () => {
    const lock = `${target}.lock`;
    await mkdir(lock, { recursive: true });
    const before = new Date(Date.now() - 60_000);
    await utimes(lock, before, before);
    answers = [honest];
    await get();
    expect((await stat(target)).size).toBe(content.length);
    expect(existsSync(lock)).toBe(false);
  });
});
