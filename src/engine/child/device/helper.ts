import { fork } from 'node:child_process';
import { CancelledError, toError } from '../../../core/errors.js';
import type { HelperFailure } from '../../verdicts.js';

/** What may be asked of a process of its own, because a driver may take the process down that tries it. */
export type HelperTask = 'probe' | 'check';

/** What a helper sends: any number of fractions, then its answer, or why it has none. */
export type HelperMessage = { readonly fraction: number } | { readonly answer: unknown } | { readonly error: string };

export interface HelperRequest {
  /** The script to be started: this program's own. */
  readonly program: string;
  readonly task: HelperTask;
  readonly input: unknown;
  /** How long it may say nothing. */
  readonly silenceSeconds: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

/** How a helper ended: with an answer, or why there is none. */
export type HelperOutcome = { readonly log: string } & (
  | { readonly answer: unknown }
  | { readonly failure: HelperFailure }
);

/** Starts this program once more for one task, and waits for its answer. The process is gone afterwards. */
export function askHelper(request: HelperRequest): Promise<HelperOutcome> {
  const { program, task, input, silenceSeconds, signal, onProgress } = request;
  return new Promise((resolve, reject) => {
    if (signal.aborted) throw new CancelledError();
    const child = fork(program, [task, JSON.stringify(input)], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let log = '';
    let answer: { readonly answer: unknown } | undefined;
    let failure: HelperFailure | undefined;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    child.on('message', (message: HelperMessage) => {
      timer.refresh();
      if ('answer' in message) answer = message;
      else if ('error' in message) failure ??= { kind: 'threw', error: message.error };
      else onProgress?.(message.fraction);
    });
    child.on('error', (error) => {
      failure ??= { kind: 'not-started', error: error.message };
    });
    const timer = setTimeout(() => {
      failure ??= { kind: 'silent', seconds: silenceSeconds };
      child.kill('SIGKILL');
    }, silenceSeconds * 1000);
    const cancel = () => child.kill('SIGKILL');
    signal.addEventListener('abort', cancel, { once: true });
    child.once('close', (code, killedBy) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      if (signal.aborted) reject(new CancelledError());
      else if (answer) resolve({ ...answer, log });
      else resolve({ failure: failure ?? endOf(code, killedBy), log });
    });
  });
}

function endOf(code: number | null, signal: NodeJS.Signals | null): HelperFailure {
  return signal === null ? { kind: 'exited', exitCode: code ?? 0 } : { kind: 'killed', signal };
}

/** Does a task in this process, which was started for it. */
export async function serveHelper(run: (onProgress: (fraction: number) => void) => Promise<unknown>): Promise<void> {
  const send = (message: HelperMessage) =>
    new Promise<void>((resolve) => {
      process.send?.(message, () => resolve());
    });
  try {
    await send({ answer: await run((fraction) => void send({ fraction })) });
  } catch (thrown) {
    await send({ error: toError(thrown).message });
  }
  process.exit();
}
