import { type ChildProcess, fork } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import { CancelledError, toError } from '../core/errors.js';
import { Channel, RemoteError } from '../protocol/channel.js';
import { engineContract } from '../protocol/engine.js';
import { EngineCrashedError, EngineHungError, EngineOutOfMemoryError } from './errors.js';
import { type ChildLanguage, languageEnvironment } from './language.js';
import { Patience } from './patience.js';
import { countMemoryKills, tellsOfDeviceError, tellsOfMemory, unexpectedEnd } from './unexpected-end.js';

/** How long the supervisor waits for its child, in seconds. */
export interface EngineLimits {
  /** For any sign of life while a request is open; native code, as when a large model is loaded, gives none. */
  readonly silence: number;
  /** For the end of a request that was cancelled. */
  readonly cancel: number;
}

/** Whether what is sampled is to be held; the caller's, as an `AbortSignal` is. */
export interface PauseSignal {
  readonly paused: boolean;
  /** Calls back at each change, until what it returns is called. */
  onDidChange(listener: () => void): () => void;
}

/** How much of what the child writes is kept for an error's message, in characters. */
const outputKept = 2000;

/**
 * What a step leaves behind lies beside V8's young generation, not in it, and is given back when that is collected: the
 * smaller it is, the sooner. Of 16 MB, Node's default, a child keeps 30 to 40 MB more, and is no faster.
 */
const childOptions = ['--max-semi-space-size=4'];

const neverPaused: PauseSignal = { paused: false, onDidChange: () => () => {} };

type EngineChannel = Channel<typeof engineContract, Record<never, never>>;

/**
 * One child process and the channel to it. Whatever goes wrong with it, open requests are rejected with a typed
 * error and the process is gone; it is never used again.
 */
export class EngineProcess {
  private readonly child: ChildProcess;
  private readonly channel: EngineChannel;
  private readonly gone: Promise<void>;
  private output = '';
  private silence: Patience | undefined;
  /** Why it was killed by this side. */
  private reason: Error | undefined;
  private ended = false;

  constructor(
    childPath: string,
    private readonly limits: EngineLimits,
    language: ChildLanguage | undefined,
  ) {
    const memoryKillsBefore = countMemoryKills();
    const child = fork(childPath, [], {
      serialization: 'advanced',
      execArgv: childOptions,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...languageEnvironment(language) },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-outputKept);
        if (tellsOfDeviceError(text)) this.kill(new EngineCrashedError(l10n.t('the GPU failed'), this.output));
      });
    }

    const post = (message: unknown) => void child.send(message as object);
    const onMessage = (listener: (message: unknown) => void) =>
      void child.on('message', (message) => {
        this.silence?.renew();
        listener(message);
      });
    this.channel = new Channel({ post, onMessage }, engineContract, {}, {}, (garbage) => this.kill(garbage));

    const killWithParent = () => void child.kill('SIGKILL');
    process.on('exit', killWithParent);
    child.on('error', (error) => this.kill(new EngineCrashedError(error.message, this.output)));
    this.gone = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        process.off('exit', killWithParent);
        this.ended = true;
        this.channel.close(this.reason ?? unexpectedEnd({ code, signal, output: this.output, memoryKillsBefore }));
        resolve();
      });
    });
  }

  /** Whether it can still be asked anything. */
  get usable(): boolean {
    return this.reason === undefined && !this.ended;
  }

  /**
   * Makes one call under the limits. After any error but the child's own answer the process is gone.
   *
   * @param pause holds it, from the next change on; the child may be silent for as long as it is paused
   */
  async ask<T>(
    signal: AbortSignal,
    call: (channel: EngineChannel) => Promise<T>,
    pause: PauseSignal = neverPaused,
  ): Promise<T> {
    const waits: Patience[] = [];
    const after = (seconds: number, act: () => void) => {
      const wait = new Patience(seconds, act);
      waits.push(wait);
      return wait;
    };
    const kill = (seconds: number) => this.kill(new EngineHungError(seconds));
    const { silence, cancel } = this.limits;
    const limitCancel = () => void after(cancel, () => kill(cancel));
    const limitSilence = () => (pause.paused ? this.silence?.renew() : kill(silence));
    // Where it does not arrive, the call that is held ends too, and tells why.
    const obey = () => void this.channel.call(pause.paused ? 'pause' : 'continue', null).catch(() => {});
    this.silence = after(silence, limitSilence);
    signal.addEventListener('abort', limitCancel, { once: true });
    const stopListening = pause.onDidChange(obey);
    try {
      return await call(this.channel);
    } catch (thrown) {
      const error = toError(thrown);
      const memory = error instanceof RemoteError && tellsOfMemory(error.message);
      if (memory || !(error instanceof RemoteError)) await this.end();
      throw memory ? new EngineOutOfMemoryError({ cause: error }) : error;
    } finally {
      stopListening();
      signal.removeEventListener('abort', limitCancel);
      for (const wait of waits) wait.end();
      this.silence = undefined;
    }
  }

  /** Ends the process, and with it what it was asked; resolves when it is gone. */
  end(): Promise<void> {
    this.kill(new CancelledError());
    return this.gone;
  }

  private kill(reason: Error): void {
    this.reason ??= reason;
    this.child.kill('SIGKILL');
  }
}
