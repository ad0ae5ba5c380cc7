import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { chooseDevice } from '../../src/engine/child/device/choose.js';
import { Engine } from '../../src/engine/engine.js';
import { EngineCrashedError } from '../../src/engine/errors.js';
import { prepareModel } from '../../src/model/runnable.js';
import { RemoteError } from '../../src/protocol/channel.js';
import {
  indicesBelow,
  type LoadedModel,
  type LoadParams,
  type LoadProgress,
  type SampleParams,
} from '../../src/protocol/engine.js';
import { encodeRandomModel, randomModels } from '../parity/random-models.js';
import { writeSmallModel } from '../unit/model/gguf-writer.js';
import { buildChild, request } from './support/engine-child.js';
import { childWithGpu, type PretendedGpu } from './support/pretended-gpu.js';

let child: string;
let folder: string;
let engine: Engine | undefined;

beforeAll(async () => {
  child = await buildChild();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'device-'));
  await writeSmallModel(path.join(folder, 'small.gguf'), { metadata: { 'llama.context_length': 1024 } });
});

afterEach(async () => {
  await engine?.dispose();
  await rm(folder, { recursive: true, force: true });
});

const params = (device: LoadParams['device']): LoadParams => ({
  modelPath: path.join(folder, 'small.gguf'),
  cacheFolder: path.join(folder, 'cache'),
  threads: 1,
  device,
});

const few: SampleParams = {
  ...request,
  prompt: { ...request.prompt, messages: [{ role: 'user', content: 'hi hi' }] },
  indices: indicesBelow(3),
  maxTokens: 4,
};

async function load(
  gpu: PretendedGpu,
  device: LoadParams['device'] = 'auto',
  exact = false,
): Promise<LoadedModel & { readonly stages: readonly LoadProgress['stage'][] }> {
  await engine?.dispose();
  engine = new Engine({ childPath: childWithGpu(child, gpu) });
  const stages: LoadProgress['stage'][] = [];
  const model = await engine.load({ ...params(device), exact }, { onProgress: ({ stage }) => stages.push(stage) });
  return { ...model, stages };
}

it('takes a GPU that gives the results of the CPU sooner, and says so', async () => {
  const { device, stages } = await load({ is: 'fast' });
  expect(device).toMatchObject({
    provider: 'webgpu',
    reason: expect.stringMatching(/^The GPU gives the CPU's results/),
  });
  expect(stages).toContain('check');
  expect((await engine?.sample(few))?.sampledTokens).toBeGreaterThan(0);
  const exploring = engine?.sample({ ...few, tokenExploration: { beta: 1, lambda: 1 } });
  await expect(exploring).rejects.toMatchObject({ remoteName: 'TokenExplorationError' });
});

it.each([{ gpu: { is: 'without half precision' } }, { gpu: { is: 'wrong in half precision' } }] as const)(
  'takes a GPU that is $gpu.is in single precision',
  async ({ gpu }) => {
    const { device } = await load(gpu);
    const reason = expect.stringMatching(/^The GPU gives the CPU's results, and was \d/);
    expect(device).toMatchObject({ provider: 'webgpu', reason });
    expect((await engine?.sample(few))?.sampledTokens).toBeGreaterThan(0);
  },
);

it('keeps the weights in 4 bits on a GPU that is short of memory', async () => {
  await writeFile(path.join(folder, 'small.gguf'), encodeRandomModel(randomModels.llama, 'Q4_0'));
  const model = await load({ is: 'short of memory' });
  expect(model.device.provider).toBe('webgpu');
  expect(model.weights).toMatch(/^4 bits where the file has them/);
  // Also when the verdict is known.
  expect(await load({ is: 'short of memory' })).toMatchObject({ device: model.device, weights: model.weights });
});

it('does without a GPU that is short of memory where the weights were wanted exactly', async () => {
  const { device } = await load({ is: 'short of memory' }, 'auto', true);
  expect(device).toMatchObject({ provider: 'cpu', reason: 'The GPU is not used: WebGPU: Out of memory.' });
});

it('keeps the verdict', async () => {
  const first = await load({ is: 'fast' });
  const { device, stages } = await load({ is: 'fast' });
  expect(device).toEqual(first.device);
  expect(stages).not.toContain('check');
});

it('says a kept verdict in the language of who asks', async () => {
  await load({ is: 'wrong' });
  await engine?.dispose();
  const translations = path.resolve(import.meta.dirname, '../../l10n/bundle.l10n.de.json');
  engine = new Engine({ childPath: childWithGpu(child, { is: 'wrong' }), language: { name: 'de', translations } });
  const { device } = await engine.load(params('auto'));
  expect(device.reason).toMatch(
    /^Die GPU wird nicht verwendet: Ihre Ergebnisse sind nicht die der CPU \(KL \d+,?\d*, /,
  );
});

it.each([
  { gpu: { is: 'absent' }, reason: /^No GPU can be used: Failed to get a WebGPU adapter: No adapters\.$/ },
  { gpu: { is: 'slow' }, reason: /only 0\.\d+ times as fast/ },
  { gpu: { is: 'wrong' }, reason: /its results are not the CPU's/ },
  { gpu: { is: 'not a number' }, reason: /its results are not the CPU's/ },
  { gpu: { is: 'crashing' }, reason: /the process that checked it ended with signal SIGSEGV/ },
  { gpu: { is: 'reporting errors' }, reason: /its driver reported errors/ },
] as const)('does without a GPU that is $gpu.is, and says why', async ({ gpu, reason }) => {
  const { device } = await load(gpu);
  expect(device).toEqual({ provider: 'cpu', name: 'CPU', reason: expect.stringMatching(reason) });
  expect((await engine?.sample(few))?.sampledTokens).toBeGreaterThan(0);
  // A GPU that was asked for by name is not replaced silently; a slow one is what was asked for.
  if (gpu.is === 'slow') expect((await load(gpu, 'webgpu')).device.provider).toBe('webgpu');
  else {
    const refused = await load(gpu, 'webgpu').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RemoteError);
    expect(refused).toMatchObject({ remoteName: 'DeviceError', message: expect.stringMatching(reason) });
  }
});

it('does not wait for a GPU that hangs', async () => {
  const { modelPath, cacheFolder, threads } = params('auto');
  const { device } = await chooseDevice('auto', {
    program: childWithGpu(child, { is: 'hanging' }),
    modelPath,
    cacheFolder,
    threads,
    exact: false,
    signal: new AbortController().signal,
    prepare: (provider) => prepareModel({ modelPath, cacheFolder, device: provider === 'webgpu' ? 'webgpu' : 'cpu' }),
    onProgress: () => {},
    limits: { probe: 20, check: 5 },
  });
  expect(device.provider).toBe('cpu');
  expect(device.reason).toBe('The GPU is not used: the process that checked it did nothing for 5 seconds.');
});

it.each(['crashing', 'reporting errors'] as const)('does not use a GPU again that is %s at work', async (is) => {
  expect((await load({ is, when: 'used' })).device.provider).toBe('webgpu');
  await expect(engine?.sample(few)).rejects.toThrow(EngineCrashedError);
  const { device } = await load({ is, when: 'used' });
  expect(device.provider).toBe('cpu');
  expect(device.reason).toMatch(/^The GPU is not used any more: /);
});

it('says what CUDA needs where it is not there', async () => {
  engine = new Engine({ childPath: child });
  const error = await engine.load(params('cuda')).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ remoteName: 'CudaError', nextStep: expect.stringMatching(/cuDNN/) });
});
