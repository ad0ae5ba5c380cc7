import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/core/domain.js';
import { CancelledError } from '../../src/core/errors.js';
import { Engine } from '../../src/engine/engine.js';
import { EngineHungError } from '../../src/engine/errors.js';
import { Pause } from '../../src/explore/pause.js';
import type { SampleProgress } from '../../src/protocol/engine.js';
import { buildChild, embeddedModel, request, scriptChild, tellingChild } from './support/engine-child.js';

let childPath: string;
const engines: Engine[] = [];

function start(options: { childPath?: string; silence?: number } = {}): Engine {
  const engine = new Engine({
    childPath: options.childPath ?? childPath,
    limits: { silence: options.silence ?? 60, cancel: 20 },
  });
  engines.push(engine);
  return engine;
}

beforeAll(async () => {
  childPath = await buildChild();
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

/** Samples, paused at the third step until it is to go on; `atRest` resolves when the child says that it holds. */
function samplePaused(engine: Engine, signal?: AbortSignal) {
  const pause = new Pause();
  const attempts: Attempt[] = [];
  const seen: SampleProgress[] = [];
  let steps = 0;
  let rest = () => {};
  const atRest = new Promise<void>((resolve) => {
    rest = resolve;
  });
  const sampling = engine.sample(request, {
    pause,
    ...(signal && { signal }),
    onProgress: (progress) => {
      seen.push(progress);
      if (progress.type === 'decode' && ++steps === 3) pause.pause();
      if (progress.type === 'attempt') attempts.push(progress.attempt);
      if (progress.type === 'paused') rest();
    },
  });
  return { pause, attempts, seen, sampling, atRest };
}

async function sampleWhole(engine: Engine): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  await engine.sample(request, {
    onProgress: (progress) => progress.type === 'attempt' && attempts.push(progress.attempt),
  });
  return attempts;
}

describe('pausing', () => {
  it('holds between two steps until it goes on, with the attempts that would have been', async () => {
    const engine = start();
    await engine.load(embeddedModel);
    const { pause, attempts, seen, sampling, atRest } = samplePaused(engine);
    await atRest;
    const before = seen.length;
    // Long enough for many steps: another engine writes all of them.
    const other = start();
    await other.load(embeddedModel);
    const expected = await sampleWhole(other);
    expect(seen).toHaveLength(before);
    expect(seen.at(-1)).toEqual({ type: 'paused' });
    pause.continue();
    await sampling;
    expect(attempts).toEqual(expected);
  });

  it('can be cancelled at once, and what is sampled next is not paused', async () => {
    const child = tellingChild(childPath);
    const engine = start(child);
    await engine.load(embeddedModel);
    const pid = child.pid();
    const controller = new AbortController();
    const { sampling, atRest } = samplePaused(engine, controller.signal);
    await atRest;
    controller.abort();
    await expect(sampling).rejects.toThrow(CancelledError);
    expect(await sampleWhole(engine)).toHaveLength(request.indices.length);
    expect(child.pid()).toBe(pid);
  });

  it('before the first step computes nothing', async () => {
    const engine = start();
    await engine.load(embeddedModel);
    const pause = new Pause();
    pause.pause();
    const seen: string[] = [];
    await engine.sample(request, {
      pause,
      onProgress: ({ type }) => {
        seen.push(type);
        if (type === 'paused') pause.continue();
      },
    });
    expect(seen[0]).toBe('paused');
  });

  it('takes a child that is silent meanwhile for no hung one, and one that stays silent for one', async () => {
    const model = {
      ...{ name: 'm', hash: 'h', architecture: 'a', contextLength: 1, width: 1, built: false, seconds: 0 },
      ...{ weights: 'w', device: { provider: 'cpu', name: 'CPU', reason: 'r' } },
    };
    // Holds far longer than the limit, and says nothing once it goes on.
    const silent = scriptChild(`process.on('message', ({ id, method, params }) => {
        const answer = (value) => process.send({ type: 'result', id, value });
        if (method === 'load') answer(${JSON.stringify(model)});
        if (method === 'sample' && params.paused) {
          setTimeout(() => process.send({ type: 'progress', id, value: { type: 'paused' } }), 7500);
        }
      });`);
    const engine = start({ childPath: silent, silence: 5 });
    await engine.load(embeddedModel);
    const pause = new Pause();
    pause.pause();
    let held = false;
    const sampling = engine.sample(request, {
      pause,
      onProgress: () => {
        held = true;
        pause.continue();
      },
    });
    await expect(sampling).rejects.toThrow(EngineHungError);
    expect(held).toBe(true);
  });
});
