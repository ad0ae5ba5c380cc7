import { isDeepStrictEqual } from 'node:util';
import type { Adapter } from '../core/adapter.js';
import { CancelledError } from '../core/errors.js';
import type {
  Differentiated,
  DifferentiateParams,
  DifferentiateProgress,
  EncodeParams,
  LoadedDevice,
  LoadedModel,
  LoadParams,
  LoadProgress,
  SampleParams,
  SampleProgress,
  SampleSummary,
} from '../protocol/engine.js';
import { type EngineLimits, EngineProcess, type PauseSignal } from './engine-process.js';
import { EngineBusyError, EngineCrashedError, EngineHungError, NoModelError } from './errors.js';
import type { ChildLanguage } from './language.js';
import { writeVerdict } from './verdicts.js';

export interface EngineOptions {
  /** The bundled `child/main.ts`. */
  readonly childPath: string;
  readonly limits?: EngineLimits;
  /** In which it tells what goes wrong, and what the model runs on; English without. */
  readonly language?: ChildLanguage | undefined;
}

/** What may accompany a request. Aborting rejects it with `CancelledError`; what was reported stays valid. */
export interface RequestOptions<Progress> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

const defaultLimits: EngineLimits = { silence: 120, cancel: 10 };

/**
 * Runs models in a child process that it supervises: the only way to the engine for the rest of the program.
 *
 * Does one thing at a time; a second request meanwhile is an `EngineBusyError`. When the child crashes, hangs, runs
 * out of memory or speaks garbage, the request is rejected with `EngineCrashedError`, `EngineHungError`,
 * `EngineOutOfMemoryError` or `ProtocolError`, and the next one starts a fresh child and loads the model again. What
 * the child itself answers, about a bad model file for example, is a `RemoteError` and leaves the model loaded.
 */
export class Engine {
  private readonly childPath: string;
  private readonly limits: EngineLimits;
  private readonly language: ChildLanguage | undefined;
  /** What `load` asked for last, and every request needs. */
  private wanted: LoadParams | undefined;
  private current:
    | {
        readonly process: EngineProcess;
        readonly params: LoadParams;
        readonly model: Promise<LoadedModel>;
        /** With which it draws. */
        adapter: Adapter | null;
      }
    | undefined;
  /** With which attempts are to be drawn. */
  private adapter: Adapter | null = null;
  private request: Promise<unknown> | undefined;
  /** Aborted by `unload`, which starts a new one, and for good by `dispose`. */
  private life = new AbortController();

  constructor({ childPath, limits = defaultLimits, language }: EngineOptions) {
    this.childPath = childPath;
    this.limits = limits;
    this.language = language;
  }

  /** Makes the model ready, in place of any other; at once if it is already. */
  load(params: LoadParams, options: RequestOptions<LoadProgress> = {}): Promise<LoadedModel> {
    return this.exclusively(options.signal, async (signal) => {
      if (!isDeepStrictEqual(this.wanted, params)) this.adapter = null;
      this.wanted = params;
      const { model } = await this.ready(signal, options.onProgress);
      return model;
    });
  }

  /**
   * Draws attempts from the loaded model; each arrives as progress as soon as it is finished. While it is paused nothing
   * is computed, and the model stays loaded.
   */
  sample(
    params: SampleParams,
    options: RequestOptions<SampleProgress> & { readonly pause?: PauseSignal } = {},
  ): Promise<SampleSummary> {
    return this.exclusively(options.signal, async (signal) => {
      const { process, model } = await this.ready(signal);
      const { onProgress, pause } = options;
      try {
        return await process.ask(
          signal,
          (channel) =>
            channel.call(
              'sample',
              { ...params, paused: pause?.paused ?? false },
              { signal, ...(onProgress && { onProgress }) },
            ),
          pause,
        );
      } catch (error) {
        await distrustAfter(error, model.device);
        throw error;
      }
    });
  }

  /** From now on attempts are drawn with this adapter, or without any: until another model is loaded. */
  adapt(adapter: Adapter | null, options: RequestOptions<never> = {}): Promise<void> {
    return this.exclusively(options.signal, async (signal) => {
      this.adapter = adapter;
      await this.ready(signal);
    });
  }

  /** The representations [D] of attempts at one prompt by the loaded model without an adapter, whoever drew them. */
  encode(
    params: EncodeParams,
    { signal, onProgress }: RequestOptions<{ readonly done: number }> = {},
  ): Promise<readonly Float32Array[]> {
    return this.exclusively(signal, async (signal) => {
      const { process } = await this.ready(signal);
      const { representations } = await process.ask(signal, (channel) =>
        channel.call('encode', params, { signal, ...(onProgress && { onProgress }) }),
      );
      return representations;
    });
  }

  /** A loss of attempts at one prompt, and its derivatives by an adapter; see the protocol. */
  differentiate(
    params: DifferentiateParams,
    { signal, onProgress }: RequestOptions<DifferentiateProgress> = {},
  ): Promise<Differentiated> {
    return this.exclusively(signal, async (signal) => {
      const { process } = await this.ready(signal);
      return process.ask(signal, (channel) =>
        channel.call('differentiate', params, { signal, ...(onProgress && { onProgress }) }),
      );
    });
  }

  /** Cancels what is going on, ends the child and forgets the model; resolves when the child is gone. */
  unload(): Promise<void> {
    this.life.abort();
    this.life = new AbortController();
    return this.end();
  }

  /** Unloads; every later request is rejected with `CancelledError`. */
  dispose(): Promise<void> {
    this.life.abort();
    return this.end();
  }

  private async end(): Promise<void> {
    this.wanted = undefined;
    await this.current?.process.end();
    await this.request?.catch(() => {});
  }

  private async exclusively<T>(asked: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.request) throw new EngineBusyError();
    const signal = asked ? AbortSignal.any([asked, this.life.signal]) : this.life.signal;
    if (signal.aborted) throw new CancelledError();
    const request = work(signal);
    this.request = request;
    try {
      return await request;
    } catch (error) {
      throw signal.aborted ? new CancelledError() : error;
    } finally {
      this.request = undefined;
    }
  }

  /** The wanted model in a living process. */
  private async ready(
    signal: AbortSignal,
    onProgress?: (progress: LoadProgress) => void,
  ): Promise<{ process: EngineProcess; model: LoadedModel }> {
    const params = this.wanted;
    if (!params) throw new NoModelError();
    if (!this.current?.process.usable || !isDeepStrictEqual(this.current.params, params)) {
      await this.current?.process.end();
      if (signal.aborted) throw new CancelledError();
      const process = new EngineProcess(this.childPath, this.limits, this.language);
      const model = process.ask(signal, (channel) =>
        channel.call('load', params, { signal, ...(onProgress && { onProgress }) }),
      );
      this.current = { process, params, model, adapter: null };
    }
    const { current, adapter } = this;
    const { process } = current;
    try {
      const model = await current.model;
      if (current.adapter !== adapter) {
        await process.ask(signal, (channel) => channel.call('adapt', { adapter }, { signal }));
        current.adapter = adapter;
      }
      return { process, model };
    } catch (error) {
      // A process without a model is of no use.
      await process.end();
      throw error;
    }
  }
}

/** A device under which the process crashed or hung is not used again, though it had passed its check. */
async function distrustAfter(error: unknown, { verdictFile }: LoadedDevice): Promise<void> {
  if (!verdictFile || !(error instanceof EngineCrashedError || error instanceof EngineHungError)) return;
  const kind = error instanceof EngineHungError ? 'hung' : 'crashed';
  await writeVerdict(verdictFile, { outcome: 'failed', shortcoming: { kind } });
}
