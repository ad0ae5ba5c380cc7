import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { encodeRandomModel, randomModels } from '../parity/random-models.js';
import { writeSmallModel } from '../unit/model/gguf-writer.js';
import { buildChild, bundle, request } from './support/engine-child.js';
import type { Sampled, Task } from './support/sample-on.js';
import { swiftShader } from './support/swiftshader.js';

const gpu = swiftShader();
if (!gpu) {
  const reason = 'the WebGPU tests need SwiftShader, which comes with Chromium';
  if (process.env.CI) throw new Error(reason);
  console.info(`Skipped: ${reason}.`);
}

/** Tokens without a meaning. */
const tokens = (count: number, vocabulary: number, first = 0) =>
  Array.from({ length: count }, (_, i) => ((first + i) * 731 + 50) % vocabulary);

describe.skipIf(!gpu)('WebGPU, on SwiftShader', () => {
  let folder: string;
  let script: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'webgpu-'));
    script = await bundle('test/engine/support/sample-on.ts', '.cache/test/sample-on.js');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function sampleOn(task: Task): Promise<Sampled> {
    const child = fork(script, [JSON.stringify(task)], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...process.env, ...gpu },
    });
    const exited = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`The process that samples ended with ${signal ?? code}.`);
    });
    const [sampled] = await Promise.race([once(child, 'message'), exited]);
    await exited.catch(() => {});
    return sampled as Sampled;
  }

  async function expectSameOnBoth(task: Omit<Task, 'device' | 'cacheFolder'>): Promise<Sampled> {
    const cacheFolder = path.join(folder, 'cache');
    const [onCpu, onGpu] = [
      await sampleOn({ ...task, cacheFolder, device: 'cpu' }),
      await sampleOn({ ...task, cacheFolder, device: 'webgpu' }),
    ];
    const tokensOf = (sampled: Sampled) => sampled.map((attempts) => attempts.map((attempt) => attempt.tokens));
    expect(tokensOf(onGpu)).toEqual(tokensOf(onCpu));
    for (const [prompt, attempts] of onCpu.entries()) {
      for (const [index, { representation }] of attempts.entries()) {
        const other = onGpu[prompt]![index]!.representation;
        expect(Math.max(...representation.map((value, i) => Math.abs(value - other[i]!)))).toBeLessThan(1e-3);
      }
    }
    return onCpu;
  }

  it('draws the attempts of the CPU, of a long prompt and of one that begins like it', async () => {
    const modelPath = path.join(folder, 'llama.gguf');
    await writeFile(modelPath, encodeRandomModel(randomModels.llama, 'F32'));
    const long = tokens(300, 299);
    const sampled = await expectSameOnBoth({
      modelPath,
      prompts: [long, [...long.slice(0, 200), 7, 8, 9]],
      attempts: 10,
      batchSize: 3,
      maxTokens: 24,
      endsOneIn: 9,
    });
    // So that rows are replaced, columns dropped, and rows at the end.
    const lengths = sampled[0]!.map((attempt) => attempt.tokens.length);
    expect(Math.min(...lengths)).toBeLessThan(5);
    expect(lengths.reduce((sum, length) => sum + length)).toBeGreaterThan(3 * 24);
  });

  it('heeds a window, and norms of heads', async () => {
    const modelPath = path.join(folder, 'gemma3.gguf');
    await writeFile(modelPath, encodeRandomModel(randomModels.gemma3, 'F32'));
    const prompts = [tokens(40, 299)];
    await expectSameOnBoth({ modelPath, prompts, attempts: 3, batchSize: 2, maxTokens: 5, endsOneIn: 1000 });
  });

  it('passes its check, is slower than the CPU, and is used only when asked for', async () => {
    const modelPath = path.join(folder, 'small.gguf');
    await writeSmallModel(modelPath, { metadata: { 'llama.context_length': 1024 } });
    const load = { modelPath, cacheFolder: path.join(folder, 'cache'), threads: 1 };
    Object.assign(process.env, gpu);
    const engine = new Engine({ childPath: await buildChild() });
    try {
      const { device } = await engine.load({ ...load, device: 'webgpu' });
      expect(device.provider).toBe('webgpu');
      expect(device.reason).toMatch(/^The GPU gives the CPU's results, but was only 0\.\d+ times as fast/);
      const messages = [{ role: 'user' as const, content: 'hi hi' }];
      const params = {
        ...request,
        prompt: { ...request.prompt, messages },
        indices: indicesBelow(4),
        batchSize: 2,
        maxTokens: 6,
      };
      const indices: number[] = [];
      await engine.sample(params, {
        onProgress: (progress) => progress.type === 'attempt' && indices.push(progress.attempt.index),
      });
      expect(indices.toSorted()).toEqual([0, 1, 2, 3]);
      expect((await engine.load({ ...load, device: 'auto' })).device).toMatchObject({
        provider: 'cpu',
        reason: device.reason,
      });
    } finally {
      await engine.dispose();
    }
  });
});
