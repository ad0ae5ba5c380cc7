import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../src/engine/child/decode.js';
import { prefill } from '../../src/engine/child/prefill.js';
import { beginResponses } from '../../src/engine/child/response.js';
import { openModel } from '../../src/engine/child/session.js';
import type { Distribution } from '../../src/engine/child/step.js';
import { uniformForms } from '../../src/model/graph/forms.js';
import { type ModelGraph, type ModelShape, prepareModel } from '../../src/model/runnable.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { encodeRandomModel, randomModels } from '../parity/random-models.js';

// The CPU computes them here, rounding what it computes to half precision as often as a GPU that has it.

/** Rounding the activations to 8 bits makes random models diverge by 0.002. */
const rounding = 0.004;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'graphs-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** The distributions of a prompt and of all steps after it, with tokens that do not depend on them. */
async function distributionsOf(graph: ModelGraph, shape: ModelShape): Promise<Float32Array[]> {
  const decoding = await openModel(graph, shape, { provider: 'cpu', threads: 1 });
  const { signal } = new AbortController();
  const seen: Float32Array[] = [];
  const ids = Array.from({ length: 150 }, (_, i) => (i * 37 + 11) % shape.vocabulary);
  const prefilled = await prefill(decoding, ids, { inverseTemperature: 1, signal, onTokens: () => {} });
  await decode(decoding, {
    prefilled,
    responses: beginResponses(indicesBelow(5), 1, {
      endTokens: new Set(Array.from({ length: shape.vocabulary }, (_, i) => i).filter((i) => i % 5 === 0)),
      stopStrings: [],
      maxTokens: 9,
      bytesOf: () => new Uint8Array(),
      width: shape.width,
    }),
    batchSize: 2,
    maxTokens: 9,
    sampler: {
      inverseTemperature: 1,
      draw: async (distribution: Distribution, stream) => {
        seen.push((await distribution.all()).slice());
        return { token: Math.floor(stream.next() * shape.vocabulary), logProbability: 0 };
      },
    },
    signal,
    onAttempt: () => {},
    onStep: () => {},
  });
  await decoding.close();
  return seen;
}

function meanDivergence(all: readonly Float32Array[], others: readonly Float32Array[]): number {
  const divergences = all.map((p, i) =>
    p.reduce((sum, value, token) => sum + value * Math.log(value / others[i]![token]!), 0),
  );
  return divergences.reduce((sum, value) => sum + value, 0) / divergences.length;
}

describe.each(['llama', 'qwen2', 'qwen3', 'gemma3'] as const)('graphs for GPUs of %s', (name) => {
  it.each(['blocks', 'nibbles'] as const)('compute the same in all precisions, with weights in %s', async (form) => {
    const modelPath = path.join(folder, 'model.gguf');
    await writeFile(modelPath, encodeRandomModel(randomModels[name], 'Q4_0'));
    const options = { modelPath, cacheFolder: folder };
    const { graphs, shape } = await prepareModel({ ...options, device: 'webgpu', forms: uniformForms(form) });
    const [single, ...others] = graphs;
    const onCpu = await prepareModel({ ...options, forms: uniformForms(form) });

    const expected = await distributionsOf(single, shape);
    expect(expected.length).toBeGreaterThan(10);
    // The CPU's graph rounds activations where it has blocks.
    const toCpu = meanDivergence(await distributionsOf(onCpu.graphs[0], shape), expected);
    expect(toCpu).toBeLessThan(form === 'blocks' ? rounding : 1e-6);

    expect(others.map(({ target }) => target)).toEqual(['gpu-single-rounded', 'gpu-half', 'gpu-half-rounded']);
    for (const graph of others) {
      const divergence = meanDivergence(expected, await distributionsOf(graph, shape));
      expect(divergence).toBeLessThan(graph.target === 'gpu-half' ? 1e-4 : rounding);
      // They are not the same graph.
      expect(divergence).not.toBe(0);
    }
  });
});
