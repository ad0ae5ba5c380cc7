import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import { ExplainedError, toError } from '../core/errors.js';

/** Where messages go and come from: a child process, a webview, or one end of a pair in a test. */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** One kind of call: what is asked, what is reported meanwhile, what is answered. */
export interface Call {
  readonly params: z.core.$ZodType;
  readonly progress: z.core.$ZodType;
  readonly result: z.core.$ZodType;
}

/** All calls that one side of a boundary answers, by name. */
export type Contract = Readonly<Record<string, Call>>;

type Params<C extends Contract, M extends keyof C> = z.infer<C[M]['params']>;
type Progress<C extends Contract, M extends keyof C> = z.infer<C[M]['progress']>;
type Result<C extends Contract, M extends keyof C> = z.infer<C[M]['result']>;

/** How one side answers the calls of a contract. */
export type Handlers<C extends Contract> = {
  readonly [M in keyof C]: (
    params: Params<C, M>,
    context: { readonly signal: AbortSignal; report(value: Progress<C, M>): void },
  ) => Promise<Result<C, M>> | Result<C, M>;
};

const failure = z.object({ name: z.string(), message: z.string(), nextStep: z.optional(z.string()) });
const envelope = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: z.number(), method: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('cancel'), id: z.number() }),
  z.object({ type: z.literal('progress'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('result'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('failure'), id: z.number(), error: failure }),
]);
type Envelope = z.infer<typeof envelope>;

/** The other side sent something that the contract does not allow. */
export class ProtocolError extends ExplainedError {
  readonly nextStep = l10n.t('Start again; if it happens twice, please report it with the log.');
}

/** The other side answered a call with an error; `remoteName` is the class it had there. */
export class RemoteError extends ExplainedError {
  readonly nextStep: string;
  constructor(
    readonly remoteName: string,
    message: string,
    nextStep: string | undefined,
  ) {
    super(message);
    this.nextStep = nextStep ?? l10n.t('Try again; if it happens twice, please report it with the log.');
  }
}

interface Pending {
  readonly call: Call;
  readonly onProgress: ((value: never) => void) | undefined;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Typed calls over a port, both ways, with progress and cancellation. The same class serves every boundary of
 * the program. All that comes in is checked against the contracts: what does not fit is a `ProtocolError`.
 */
export class Channel<Asks extends Contract, Answers extends Contract> {
  private readonly pending = new Map<number, Pending>();
  private readonly running = new Map<number, AbortController>();
  private nextId = 0;
  private closed: Error | undefined;

  /**
   * @param asks the calls the other side answers
   * @param answers the calls this side answers, with `handlers`
   * @param onGarbage told of messages that belong to no call; a bad answer to a call rejects that call instead
   */
  constructor(
    private readonly port: Port,
    private readonly asks: Asks,
    private readonly answers: Answers,
    private readonly handlers: Handlers<Answers>,
    private readonly onGarbage: (error: ProtocolError) => void = () => {},
  ) {
    port.onMessage((message) => this.receive(message));
  }

  /** Calls the other side. Aborting the signal asks it to stop; its answer, usually an error, still comes. */
  call<M extends keyof Asks & string>(
    method: M,
    params: Params<Asks, M>,
    options: { readonly signal?: AbortSignal; readonly onProgress?: (value: Progress<Asks, M>) => void } = {},
  ): Promise<Result<Asks, M>> {
    if (this.closed) return Promise.reject(this.closed);
    const call = this.asks[method];
    if (!call) return Promise.reject(new ProtocolError(`There is no call named ${method}.`));
    const id = this.nextId++;
    const cancel = () => this.port.post({ type: 'cancel', id } satisfies Envelope);
    return new Promise<Result<Asks, M>>((resolve, reject) => {
      this.pending.set(id, { call, onProgress: options.onProgress, resolve, reject });
      this.port.post({ type: 'call', id, method, params } satisfies Envelope);
      if (options.signal?.aborted) cancel();
      else options.signal?.addEventListener('abort', cancel, { once: true });
    }).finally(() => options.signal?.removeEventListener('abort', cancel));
  }

  /** Ends the channel: every open call is rejected with `reason`, every running handler is aborted. */
  close(reason: Error): void {
    if (this.closed) return;
    this.closed = reason;
    for (const { reject } of this.pending.values()) reject(reason);
    for (const controller of this.running.values()) controller.abort(reason);
    this.pending.clear();
    this.running.clear();
  }

  private receive(message: unknown): void {
    if (this.closed) return;
    const parsed = envelope.safeParse(message);
    if (!parsed.success) {
      this.onGarbage(new ProtocolError(`A message could not be understood: ${z.prettifyError(parsed.error)}`));
      return;
    }
    const received = parsed.data;
    if (received.type === 'call') void this.answer(received.id, received.method, received.params);
    else if (received.type === 'cancel') this.running.get(received.id)?.abort();
    else this.settle(received);
  }

  private settle(received: Exclude<Envelope, { type: 'call' | 'cancel' }>): void {
    const pending = this.pending.get(received.id);
    if (!pending) {
      this.onGarbage(new ProtocolError(`An answer came to call ${received.id}, which is not open.`));
      return;
    }
    if (received.type === 'failure') {
      this.pending.delete(received.id);
      pending.reject(new RemoteError(received.error.name, received.error.message, received.error.nextStep));
      return;
    }
    const schema = received.type === 'progress' ? pending.call.progress : pending.call.result;
    const value = z.safeParse(schema, received.value);
    if (!value.success) {
      this.pending.delete(received.id);
      pending.reject(new ProtocolError(`A ${received.type} could not be understood: ${z.prettifyError(value.error)}`));
    } else if (received.type === 'result') {
      this.pending.delete(received.id);
      pending.resolve(value.data as never);
    } else {
      try {
        pending.onProgress?.(value.data as never);
      } catch (thrown) {
        // Who asked cannot go on (its disk is full, say): the call is over for both sides.
        this.pending.delete(received.id);
        this.port.post({ type: 'cancel', id: received.id } satisfies Envelope);
        pending.reject(toError(thrown));
      }
    }
  }

  private async answer(id: number, method: string, params: unknown): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      const call = this.answers[method];
      const handler = this.handlers[method];
      if (!call || !handler) throw new ProtocolError(`There is no call named ${method}.`);
      const checked = z.safeParse(call.params, params);
      if (!checked.success) throw new ProtocolError(`${method}: ${z.prettifyError(checked.error)}`);
      const value = await handler(checked.data as Params<Answers, string>, {
        signal: controller.signal,
        report: (progress) => {
          if (!this.closed) this.port.post({ type: 'progress', id, value: progress } satisfies Envelope);
        },
      });
      if (!this.closed) this.port.post({ type: 'result', id, value } satisfies Envelope);
    } catch (thrown) {
      const error = toError(thrown);
      const nextStep = error instanceof ExplainedError ? error.nextStep : undefined;
      const described = { name: error.name, message: error.message, ...(nextStep && { nextStep }) };
      if (!this.closed) this.port.post({ type: 'failure', id, error: described } satisfies Envelope);
    } finally {
      this.running.delete(id);
    }
  }
}
