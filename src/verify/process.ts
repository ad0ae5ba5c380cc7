import { type ChildProcess, spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import treeKill from 'tree-kill';
import { toError } from '../core/errors.js';
import type { Guard } from './guard.js';
import { BoundedOutput } from './output.js';

/** A process to be started, with nothing left to be looked up but the program in `env.PATH`. */
export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Windows: the arguments are one command line already, as its shell wants it. */
  readonly verbatim: boolean;
}

export interface ProcessLimits {
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** A process that writes more than this is ended. */
  readonly outputBytes: number;
}

/** How a process came to its end. */
export type Ending =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'signalled'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'flooded' }
  | { readonly kind: 'not-started'; readonly reason: string };

export interface ProcessReport {
  readonly ending: Ending;
  /** Standard output and error as they came, start and end kept. */
  readonly output: string;
  readonly seconds: number;
}

const HEAD_BYTES = 16 * 1024;
const TAIL_BYTES = 48 * 1024;

/** How long to wait for pipes that something outside the process's group still holds open. */
const ORPHANED_PIPE_MILLISECONDS = 300;

/**
 * Runs a process to its end, its limit or the signal, whichever is first; whichever it is, what it started dies too.
 * On POSIX that is its process group: what left the group (`setsid`) is reached only through a sandbox's process
 * namespace. On Windows it is the tree under the process while that process lives.
 *
 * @param hear told of everything that is written, before the limit is
 * @throws the signal's reason when it is aborted; nothing of the process runs on by then
 */
export async function runProcess(
  invocation: Invocation,
  limits: ProcessLimits,
  guard: Guard,
  signal: AbortSignal,
  hear: (chunk: Buffer, stream: 'stdout' | 'stderr') => void = () => {},
): Promise<ProcessReport> {
  signal.throwIfAborted();
  const start = performance.now();
  const output = new BoundedOutput(HEAD_BYTES, TAIL_BYTES);
  const report = (ending: Ending): ProcessReport => ({
    ending,
    output: output.toString(),
    seconds: (performance.now() - start) / 1000,
  });

  let child: ChildProcess;
  try {
    child = spawn(invocation.program, invocation.args, {
      cwd: invocation.cwd,
      env: invocation.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: invocation.verbatim,
    });
  } catch (error) {
    return report({ kind: 'not-started', reason: toError(error).message });
  }
  const { pid } = child;
  if (pid !== undefined) guard.add(pid);

  let stopped: Ending | undefined;
  const stop = (ending: Ending): void => {
    stopped ??= ending;
    killTree(child);
  };
  const onAbort = () => killTree(child);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop({ kind: 'timeout' }), limits.seconds * 1000);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('error', () => {});
    child[name]?.on('data', (chunk: Buffer) => {
      hear(chunk, name);
      output.add(chunk);
      if (output.total > limits.outputBytes) stop({ kind: 'flooded' });
    });
  }
  try {
    const ending = await ended(child);
    killTree(child);
    if (ending.kind !== 'not-started') await atMost(closed, ORPHANED_PIPE_MILLISECONDS);
    signal.throwIfAborted();
    return report(stopped ?? ending);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    child.stdout?.destroy();
    child.stderr?.destroy();
    if (pid !== undefined) guard.remove(pid);
  }
}

function ended(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ kind: 'not-started', reason: error.message });
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
