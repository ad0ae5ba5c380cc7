import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Attempt } from '../../src/core/domain.js';
import { CancelledError } from '../../src/core/errors.js';
import { Engine, type EngineOptions } from '../../src/engine/engine.js';
import {
  EngineBusyError,
  EngineCrashedError,
  EngineHungError,
  EngineOutOfMemoryError,
  NoModelError,
} from '../../src/engine/errors.js';
import { ProtocolError, RemoteError } from '../../src/protocol/channel.js';
import { indicesBelow, type SampleParams, type SampleProgress } from '../../src/protocol/engine.js';
import {
  buildChild,
  bundle,
  embeddedModel,
  isAlive,
  request,
  root,
  scriptChild,
  tellingChild,
} from './support/engine-child.js';

const endless: SampleParams = { ...request, indices: indicesBelow(10_000), maxTokens: 200 };
const limits = { silence: 60, cancel: 20 };

let childPath: string;
const engines: Engine[] = [];

function start(options: Partial<EngineOptions>): Engine {
  const engine = new Engine({ childPath, limits, ...options });
  engines.push(engine);
  return engine;
}

beforeAll(async () => {
  childPath = await buildChild();
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

/** Samples without end, and does this once tokens come. */
async function whileSampling(engine: Engine, act: () => void, options: { signal?: AbortSignal } = {}): Promise<void> {
  let acted = false;
  await engine.sample(endless, {
    ...options,
    onProgress: (progress) => {
      if (progress.type !== 'decode' || acted) return;
      acted = true;
      act();
    },
  });
}

/** The engine works: it can draw attempts. */
async function expectToWork(engine: Engine): Promise<void> {
  const attempts: Attempt[] = [];
  const onProgress = (progress: SampleProgress) => {
    if (progress.type === 'attempt') attempts.push(progress.attempt);
  };
  await engine.sample({ ...request, indices: indicesBelow(3), maxTokens: 5 }, { onProgress });
  expect(attempts).toHaveLength(3);
}

const gone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 20_000, interval: 50 });

describe('a child that goes wrong', () => {
  it('killed: a crash is told, and the next request loads the model again by itself', async () => {
    const child = tellingChild(childPath);
    const engine = start({ childPath: child.childPath });
    await engine.load(embeddedModel);
    const killed = child.pid();
    await expect(whileSampling(engine, () => process.kill(killed, 'SIGKILL'))).rejects.toThrow(EngineCrashedError);
    expect(isAlive(killed)).toBe(false);
    await expectToWork(engine);
    expect(child.pid()).not.toBe(killed);
  });

  it('stopped: it is killed after the limit, and the next request works', async () => {
    const child = tellingChild(childPath);
    const engine = start({ childPath: child.childPath, limits: { ...limits, silence: 10 } });
    await engine.load(embeddedModel);
    const hung = child.pid();
    await expect(whileSampling(engine, () => process.kill(hung, 'SIGSTOP'))).rejects.toThrow(EngineHungError);
    expect(isAlive(hung)).toBe(false);
    await expectToWork(engine);
  });

  it('ends by itself: what it wrote last is told', async () => {
    const engine = start({ childPath: scriptChild('console.error("the reason"); process.exit(3)') });
    const loading = engine.load(embeddedModel);
    await expect(loading).rejects.toThrow(EngineCrashedError);
    await expect(loading).rejects.toThrow(/exit code 3[\s\S]*the reason/);
  });

  it('runs out of memory: told as such, however it is noticed', async () => {
    const dies = 'console.error("terminate called after throwing an instance of \'std::bad_alloc\'"); process.abort()';
    await expect(start({ childPath: scriptChild(dies) }).load(embeddedModel)).rejects.toThrow(EngineOutOfMemoryError);

    const answers = `process.on('message', ({ id }) => process.send(
      { type: 'failure', id, error: { name: 'Error', message: 'Failed to allocate memory for requested buffer' } }))`;
    const child = tellingChild(scriptChild(answers));
    await expect(start(child).load(embeddedModel)).rejects.toThrow(EngineOutOfMemoryError);
    expect(isAlive(child.pid())).toBe(false);
  });

  it('interrupted, as by Ctrl+C in a terminal: it goes on, for its parent decides', async () => {
    const child = tellingChild(childPath);
    const engine = start(child);
    await engine.load(embeddedModel);
    const interrupt = () => void process.kill(child.pid(), 'SIGINT');
    const summary = await engine.sample(
      { ...request, indices: indicesBelow(2), maxTokens: 8 },
      { onProgress: interrupt },
    );
    expect(summary.sampledTokens).toBeGreaterThan(2);
  });

  it('speaks garbage: told as such, and it is gone', async () => {
    for (const garbage of [
      'process.send({ rubbish: true })',
      'process.send({ type: "result", id, value: { name: 5 } })',
      'process.send({ type: "progress", id, value: "soon" })',
      'process.send({ type: "result", id: 99, value: null })',
    ]) {
      const child = tellingChild(scriptChild(`process.on('message', ({ id }) => ${garbage})`));
      await expect(start(child).load(embeddedModel)).rejects.toThrow(ProtocolError);
      expect(isAlive(child.pid())).toBe(false);
    }
  });

  it('cannot be started: told as a crash', async () => {
    await expect(start({ childPath: '/nowhere/engine.js' }).load(embeddedModel)).rejects.toThrow(EngineCrashedError);
  });
});

describe('cancelling', () => {
  it('rejects with CancelledError, and the model stays loaded', async () => {
    const child = tellingChild(childPath);
    const engine = start(child);
    await engine.load(embeddedModel);
    const pid = child.pid();
    const controller = new AbortController();
    const sampling = whileSampling(engine, () => controller.abort(), { signal: controller.signal });
    await expect(sampling).rejects.toThrow(CancelledError);
    await expectToWork(engine);
    expect(child.pid()).toBe(pid);
  });

  it('kills a child that does not react to it', async () => {
    const child = tellingChild(scriptChild(`process.on('message', () => {})`));
    const engine = start({ ...child, limits: { silence: 60, cancel: 0.2 } });
    const controller = new AbortController();
    const loading = engine.load(embeddedModel, { signal: controller.signal });
    await vi.waitFor(() => child.pid(), { timeout: 20_000 });
    controller.abort();
    await expect(loading).rejects.toThrow(CancelledError);
    expect(isAlive(child.pid())).toBe(false);
  });

  it('before the start does nothing', async () => {
    const engine = start({ childPath: '/nowhere/engine.js' });
    await expect(engine.load(embeddedModel, { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
  });
});

describe('the order of requests', () => {
  it('sampling without a model is refused', async () => {
    await expect(start({}).sample(request)).rejects.toThrow(NoModelError);
  });

  it('a second request meanwhile is refused, and does not disturb the first', async () => {
    const engine = start({});
    await engine.load(embeddedModel);
    const first = engine.sample({ ...request, indices: indicesBelow(2), maxTokens: 10 });
    await expect(engine.sample(request)).rejects.toThrow(EngineBusyError);
    await expect(engine.load(embeddedModel)).rejects.toThrow(EngineBusyError);
    expect((await first).sampledTokens).toBeGreaterThan(2);
  });

  it('loading the same model again keeps the child; a bad file is the child’s own answer, and ends it', async () => {
    const child = tellingChild(childPath);
    const engine = start(child);
    const model = await engine.load(embeddedModel);
    const pid = child.pid();
    expect(await engine.load(embeddedModel)).toEqual(model);
    expect(child.pid()).toBe(pid);

    const bad = { ...embeddedModel, modelPath: path.join(root, 'package.json') };
    const loading = engine.load(bad);
    await expect(loading).rejects.toThrow(RemoteError);
    await expect(loading).rejects.toMatchObject({
      remoteName: 'NotGgufError',
      nextStep: expect.stringContaining('GGUF'),
    });
    expect(isAlive(pid)).toBe(false);
    expect(isAlive(child.pid())).toBe(false);
  });

  it('unload ends the child and what it was doing; the engine can be used again', async () => {
    const child = tellingChild(childPath);
    const engine = start(child);
    await engine.load(embeddedModel);
    const pid = child.pid();
    let unloading: Promise<void> | undefined;
    const sampling = whileSampling(engine, () => {
      unloading = engine.unload();
    });
    await expect(sampling).rejects.toThrow(CancelledError);
    await unloading;
    expect(isAlive(pid)).toBe(false);
    await expect(engine.sample(request)).rejects.toThrow(NoModelError);
    await engine.load(embeddedModel);
    await expectToWork(engine);
  });

  it('a disposed engine starts nothing any more', async () => {
    const engine = start({});
    await engine.dispose();
    await expect(engine.load(embeddedModel)).rejects.toThrow(CancelledError);
  });
});

describe('the end of the parent', () => {
  /** A parent in a process of its own that is busy sampling. */
  async function busyParent() {
    const child = tellingChild(childPath);
    const script = await bundle('test/engine/support/parent.ts', '.cache/test/parent.js');
    const args = [script, child.childPath, JSON.stringify(embeddedModel), JSON.stringify(endless)];
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(parent.stdout, 'data');
    return { parent, childPid: child.pid() };
  }

  it('killed: the child does not live on', async () => {
    const { parent, childPid } = await busyParent();
    expect(isAlive(childPid)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await gone(childPid);
  });

  it('killed while the child hangs in native code: the child does not live on', async () => {
    const teller = tellingChild(scriptChild(''));
    const blocked = scriptChild(`require(${JSON.stringify(childPath)});
      process.on('message', () => {
        require(${JSON.stringify(teller.childPath)});
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });`);
    const script = await bundle('test/engine/support/parent.ts', '.cache/test/parent.js');
    const args = [script, blocked, JSON.stringify(embeddedModel), JSON.stringify(endless)];
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const pid = await vi.waitFor(() => teller.pid(), { timeout: 20_000 });
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await gone(pid);
  });
});

it.skipIf(process.platform === 'win32')('a program that is stopped for longer than its limits goes on', async () => {
  const asked = tellingChild(scriptChild(''));
  // What it answers, it answers when it goes on.
  const child = scriptChild(`process.on('message', ({ id }) => {
    require(${JSON.stringify(asked.childPath)});
    process.on('SIGCONT', () => setTimeout(() => {
      process.send({ type: 'failure', id, error: { name: 'Error', message: 'went on' } });
    }, 200));
  });`);
  const script = await bundle('test/engine/support/parent.ts', '.cache/test/parent.js');
  const silence = 4;
  const args = [script, child, JSON.stringify(embeddedModel), '', JSON.stringify({ silence, cancel: 20 })];
  // A terminal stops a whole group of processes.
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  try {
    let said = '';
    parent.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await vi.waitFor(() => asked.pid(), { timeout: 20_000 });
    process.kill(-parent.pid!, 'SIGSTOP');
    await delay((silence + 1) * 1000);
    process.kill(-parent.pid!, 'SIGCONT');
    await once(parent, 'close');
    expect(said).toContain('went on');
    expect(said).not.toContain('EngineHungError');
  } finally {
    if (parent.exitCode === null) process.kill(-parent.pid!, 'SIGKILL');
  }
});
