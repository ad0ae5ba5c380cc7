import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { stripVTControlCharacters } from 'node:util';
import crossSpawn from 'cross-spawn';
import treeKill from 'tree-kill';
import { toError } from '../core/errors.js';
import type { Guard } from './guard.js';
import type { ResourceLimits } from './limits.js';
import { BoundedOutput } from './output.js';
import { endMarked, namespaceEnds, processesNow, RUN_MARK, readAll } from './remains.js';
import { type Exceeded, watchUsage } from './usage.js';

/** A process to be started, with nothing left to be looked up but the program in `env.PATH`. */
export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Windows: the arguments are one command line already, as its shell wants it. */
  readonly verbatim: boolean;
  /** Whether the program is bubblewrap, told to describe its process namespace on `NAMESPACE_DESCRIPTOR`. */
  readonly ownNamespace: boolean;
}

/** The file descriptor for bubblewrap's `--info-fd`. */
export const NAMESPACE_DESCRIPTOR = 3;

export interface ProcessLimits extends ResourceLimits {
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** A process that writes more than this is ended. */
  readonly outputBytes: number;
  /** Absolute path of the folder for which the limit on the disk is. */
  readonly folder: string;
}

/** How a process came to its end. */
export type Ending =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'signalled'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'flooded' }
  | { readonly kind: 'exceeded'; readonly what: Exceeded }
  | { readonly kind: 'not-started'; readonly reason: string };

export interface ProcessReport {
  readonly ending: Ending;
  /** Standard output and error as they came, start and end kept, without what would command a terminal. */
  readonly output: string;
  readonly seconds: number;
  /** The most memory that its processes were seen to use together; `undefined` where it is not known. */
  readonly peakMegabytes: number | undefined;
  /** Whether all that it started is known to have ended, by itself or with it: what it wrote to will not change. */
  readonly nothingRemains: boolean;
}

const HEAD_BYTES = 16 * 1024;
const TAIL_BYTES = 48 * 1024;

/** How long to wait for pipes that something outside the process's group still holds open. */
const ORPHANED_PIPE_MILLISECONDS = 300;

/** Hears what a process writes. */
export type ProcessListener = (chunk: Buffer, stream: 'stdout' | 'stderr') => void;

/**
 * Runs a process to its end, its limit or the signal, whichever is first; whichever it is, what it started dies too.
 * On POSIX that is its process group. What left the group (`setsid`) is reached through a sandbox's process namespace,
 * and without one, on Linux, through its environment. On Windows it is the tree under the process while that lives.
 *
 * @param hear told of everything that is written, before the limit is
 * @throws the signal's reason when it is aborted; nothing of the process runs on by then
 */
export async function runProcess(
  invocation: Invocation,
  limits: ProcessLimits,
  guard: Guard,
  signal: AbortSignal,
  hear: ProcessListener = () => {},
): Promise<ProcessReport> {
  signal.throwIfAborted();
  const start = performance.now();
  const output = new BoundedOutput(HEAD_BYTES, TAIL_BYTES);
  const mark = randomUUID();
  const before = invocation.ownNamespace ? null : processesNow();

  let child: ChildProcess;
  try {
    // On Windows, npm and its like are scripts, which Node starts by a shell only, and cross-spawn with safe arguments.
    child = (invocation.verbatim ? spawn : crossSpawn)(invocation.program, invocation.args, {
      cwd: invocation.cwd,
      env: { ...invocation.env, [RUN_MARK]: mark },
      stdio: ['ignore', 'pipe', 'pipe', ...(invocation.ownNamespace ? (['pipe'] as const) : [])],
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: invocation.verbatim,
    });
  } catch (error) {
    return notStarted(toError(error).message);
  }
  const { pid } = child;
  if (pid === undefined) return notStarted((await failure(child)).message);
  guard.add(pid);

  let stopped: Ending | undefined;
  const stop = (ending: Ending): void => {
    stopped ??= ending;
    killTree(child);
  };
  const onAbort = () => killTree(child);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop({ kind: 'timeout' }), limits.seconds * 1000);
  const usage = watchUsage(pid, limits.folder, limits, (what) => stop({ kind: 'exceeded', what }));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('error', () => {});
    child[name]?.on('data', (chunk: Buffer) => {
      hear(chunk, name);
      output.add(chunk);
      if (output.total > limits.outputBytes) stop({ kind: 'flooded' });
    });
  }
  const information = readAll(child.stdio[NAMESPACE_DESCRIPTOR]);
  try {
    const ending = await ended(child);
    const seconds = (performance.now() - start) / 1000;
    usage.stop();
    killTree(child);
    const nothingRemains = await (before === null ? namespaceEnds(information) : endMarked(mark, pid, before));
    await atMost(closed, ORPHANED_PIPE_MILLISECONDS);
    signal.throwIfAborted();
    const { peakMegabytes } = usage;
    return {
      ending: stopped ?? ending,
      output: stripVTControlCharacters(output.toString()),
      seconds,
      peakMegabytes,
      nothingRemains,
    };
  } finally {
    clearTimeout(timer);
    usage.stop();
    signal.removeEventListener('abort', onAbort);
    for (const stream of child.stdio) stream?.destroy();
    guard.remove(pid);
  }
}

/** The report of a process that never was. */
export function notStarted(reason: string): ProcessReport {
  const ending: Ending = { kind: 'not-started', reason };
  return { ending, output: '', seconds: 0, peakMegabytes: undefined, nothingRemains: true };
}

function failure(child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => child.once('error', resolve));
}

function ended(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    // On Windows, cross-spawn says so in place of the exit; otherwise it is a signal that could not be sent, because the
    // process has ended.
    child.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'ENOENT') resolve({ kind: 'not-started', reason: message });
    });
    child.once('exit', (exitCode, signal) => {
      if (exitCode !== null) resolve({ kind: 'exited', exitCode });
      else resolve({ kind: 'signalled', signal: signal ?? 'SIGKILL' });
    });
  });
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode === null) treeKill(child.pid, 'SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group; macOS says EPERM where only zombies are.
  }
}

async function atMost(promise: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}
