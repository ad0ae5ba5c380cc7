import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ExplainedError } from '../../../src/core/errors.js';
import {
  Channel,
  type Contract,
  type Handlers,
  type Port,
  ProtocolError,
  RemoteError,
} from '../../../src/protocol/channel.js';

const contract = {
  count: { params: z.object({ to: z.int() }), progress: z.int(), result: z.string() },
  wait: { params: z.null(), progress: z.never(), result: z.string() },
  fail: { params: z.null(), progress: z.never(), result: z.never() },
} as const satisfies Contract;
const nothing = {} as const satisfies Contract;

class Trouble extends ExplainedError {
  readonly nextStep = 'Do it differently.';
}

const handlers: Handlers<typeof contract> = {
  count: ({ to }, { report }) => {
    for (let i = 1; i <= to; i++) report(i);
    return 'done';
  },
  wait: (_, { signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped'), { once: true })),
  fail: () => {
    throw new Trouble('It went wrong.');
  },
};

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** Two real ports whose messages are copied as they are between processes. */
function ports(): [Port, Port] {
  const { port1, port2 } = new MessageChannel();
  open.push(() => port1.close());
  const wrap = (port: typeof port1): Port => ({
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  });
  return [wrap(port1), wrap(port2)];
}

function connect() {
  const [near, far] = ports();
  const answering = new Channel(far, nothing, contract, handlers);
  return { asking: new Channel(near, contract, nothing, {}), answering, far };
}

describe('a channel', () => {
  it('answers a call, with progress in order before the result', async () => {
    const seen: number[] = [];
    const result = await connect().asking.call('count', { to: 3 }, { onProgress: (n) => seen.push(n) });
    expect(result).toBe('done');
    expect(seen).toEqual([1, 2, 3]);
  });

  it('passes a cancel on to the handler, also one given before the call', async () => {
    const controller = new AbortController();
    const call = connect().asking.call('wait', null, { signal: controller.signal });
    controller.abort();
    expect(await call).toBe('stopped');
    expect(await connect().asking.call('wait', null, { signal: AbortSignal.abort() })).toBe('stopped');
  });

  it('brings an error across with its class, its message and its next step', async () => {
    const error = await connect()
      .asking.call('fail', null)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({ remoteName: 'Trouble', message: 'It went wrong.', nextStep: 'Do it differently.' });
  });

  it('refuses parameters that the contract does not allow', async () => {
    const call = connect().asking.call('count', { to: 'many' as unknown as number });
    await expect(call).rejects.toMatchObject({ remoteName: 'ProtocolError' });
  });

  it('rejects a call whose answer is rubbish, and goes on', async () => {
    const [near, far] = ports();
    far.onMessage((message) => {
      const { id } = message as { id: number };
      far.post({ type: 'result', id, value: id === 0 ? { rubbish: true } : 'fine' });
    });
    const asking = new Channel(near, contract, nothing, {});
    await expect(asking.call('count', { to: 1 })).rejects.toBeInstanceOf(ProtocolError);
    expect(await asking.call('count', { to: 1 })).toBe('fine');
  });

  it('reports messages that are no part of the protocol', async () => {
    const [near, far] = ports();
    const reported = new Promise<ProtocolError>((resolve) => {
      new Channel(near, contract, nothing, {}, resolve);
    });
    far.post('rubbish');
    expect(await reported).toBeInstanceOf(ProtocolError);
  });

  it('ends a call whose caller cannot take its progress', async () => {
    const full = new Error('disk full');
    const call = connect().asking.call(
      'count',
      { to: 2 },
      {
        onProgress: () => {
          throw full;
        },
      },
    );
    await expect(call).rejects.toBe(full);
  });

  it('rejects open and later calls with the reason it was closed for', async () => {
    const { asking } = connect();
    const call = asking.call('wait', null);
    const reason = new Trouble('gone');
    asking.close(reason);
    await expect(call).rejects.toBe(reason);
    await expect(asking.call('wait', null)).rejects.toBe(reason);
  });
});
