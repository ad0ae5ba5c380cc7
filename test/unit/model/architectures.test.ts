import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Architecture } from '../../../src/model/architectures/architecture.js';
import { architectureOf } from '../../../src/model/architectures/index.js';
import { DamagedModelError, UnsupportedArchitectureError, UnsupportedFeatureError } from '../../../src/model/errors.js';
import { GgufFile } from '../../../src/model/gguf/file.js';
import { headOrder, reorderHeads, rotaryTables } from '../../../src/model/graph/rotary.js';
import { encodeRandomModel, type RandomModel, randomModels } from '../../parity/random-models.js';
import type { MetadataValue } from './gguf-writer.js';

// That the graph computes what llama.cpp does, is for test/parity; here is what a file's metadata mean.

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'architectures-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function describeModel(
  model: RandomModel,
  metadata: Readonly<Record<string, MetadataValue>> = {},
): Promise<Architecture> {
  const modelPath = path.join(folder, 'model.gguf');
  await writeFile(modelPath, encodeRandomModel({ ...model, metadata: { ...model.metadata, ...metadata } }, 'Q4_0'));
  const file = await GgufFile.open(modelPath);
  try {
    return architectureOf(file);
  } finally {
    await file.close();
  }
}

const { llama, qwen2, qwen3, smollm3, phi3, gemma2, gemma3 } = randomModels;
const longrope = randomModels['phi3, longrope, partly turned'];

describe('the layers of an architecture', () => {
  it('know no positions in every fourth of SmolLM3', async () => {
    const { layers } = await describeModel({ ...smollm3, layers: 9 });
    expect(layers.map(({ rotary }) => rotary !== undefined)).toEqual([1, 1, 1, 0, 1, 1, 1, 0, 1].map(Boolean));
  });

  it('have windows in every other of Gemma 2, in five of six of Gemma 3, and in all of Phi-3', async () => {
    const windows = ({ layers }: Architecture) => layers.map(({ window }) => window);
    expect(windows(await describeModel(gemma2))).toEqual([16, undefined, 16, undefined]);
    const { 'attention.sliding_window_pattern': _, ...metadata } = gemma3.metadata;
    const six = await describeModel({ ...gemma3, metadata, layers: 7 });
    expect(windows(six)).toEqual([16, 16, 16, 16, 16, undefined, 16]);
    expect(windows(await describeModel(phi3, { 'attention.sliding_window': 255 }))).toEqual([255, 255]);
    expect(windows(await describeModel(phi3, { 'attention.sliding_window': 262144 }))).toEqual([undefined, undefined]);
    expect(windows(await describeModel(phi3))).toEqual([undefined, undefined]);
  });

  it('turn in two ways in Gemma 3, and layers that turn alike share one description', async () => {
    const { layers } = await describeModel(gemma3);
    const [inWindow, everywhere, ...others] = layers.map(({ rotary }) => rotary);
    expect(inWindow).toMatchObject({ base: 10_000, positionDivisor: 1 });
    expect(everywhere).toMatchObject({ base: 1_000_000, positionDivisor: 8 });
    expect(others[0]).toBe(inWindow);
    expect(others[1]).toBe(everywhere);
  });
});

describe('the context', () => {
  it('ends where the second set of frequencies would begin', async () => {
    expect((await describeModel(longrope)).contextLength).toBe(256);
    expect((await describeModel(phi3, { 'rope.scaling.original_context_length': 256 })).contextLength).toBe(512);
  });
});

describe('scores', () => {
  it('are scaled by the length of a head, but in the 27B models', async () => {
    expect((await describeModel(qwen3)).attentionScale).toBe(1 / Math.sqrt(128));
    for (const [model, layers] of [
      [gemma2, 46],
      [gemma3, 62],
    ] as const) {
      expect((await describeModel(model)).attentionScale).toBe(1 / Math.sqrt(128));
      expect((await describeModel({ ...model, layers })).attentionScale).toBe(1 / Math.sqrt(256 / 4));
    }
  });
});

describe('what the graph does not compute', () => {
  const refused: [string, RandomModel, Readonly<Record<string, MetadataValue>>, string][] = [
    ['a rotary scaling that is not known', qwen2, { 'rope.scaling.type': 'yarn' }, 'yarn'],
    ['two sets of frequencies where there is one', llama, { 'rope.scaling.type': 'longrope' }, 'longrope'],
    ['experts', qwen3, { expert_count: 8 }, '8'],
    ['values of another length than keys', llama, { 'attention.value_length': 32 }, '32'],
    ['head norms in Llama', { ...llama, headNorms: true }, {}, 'blk.0.attn_q_norm.weight'],
    ['frequency divisors in Qwen 2', { ...qwen2, rotaryFactors: ['rope_freqs.weight'] }, {}, 'rope_freqs.weight'],
  ];
  it.each(refused)('is refused: %s', async (_, model, metadata, found) => {
    const error: unknown = await describeModel(model, metadata).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnsupportedFeatureError);
    expect((error as Error).message).toContain(found);
  });

  it('is refused: an architecture that is not known', async () => {
    await expect(describeModel({ ...llama, architecture: 'mamba' })).rejects.toThrow(UnsupportedArchitectureError);
  });

  it('is told apart from what is missing', async () => {
    await expect(describeModel(llama, { block_count: 'two' })).rejects.toThrow(DamagedModelError);
  });
});

describe('the rows of queries and keys', () => {
  const headDim = 12;
  const positions = [3, 8];

  /** Turns a head as its file means it, by complex numbers. */
  function turned(head: readonly number[], pairs: readonly (readonly [number, number])[], position: number): number[] {
    const result = [...head];
    for (const [pair, [a, b]] of pairs.entries()) {
      const angle = position * 100 ** (-pair / pairs.length);
      result[a] = head[a]! * Math.cos(angle) - head[b]! * Math.sin(angle);
      result[b] = head[a]! * Math.sin(angle) + head[b]! * Math.cos(angle);
    }
    return result;
  }

  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

  it.each([
    ['interleaved', 12, [0, 1, 2, 3, 4, 5].map((i) => [2 * i, 2 * i + 1] as const)],
    ['halves', 12, [0, 1, 2, 3, 4, 5].map((i) => [i, i + 6] as const)],
    ['interleaved', 8, [0, 1, 2, 3].map((i) => [2 * i, 2 * i + 1] as const)],
    ['halves', 8, [0, 1, 2, 3].map((i) => [i, i + 4] as const)],
  ] as const)('are ordered so that halves can be turned: %s, %i of 12', async (rotaryRows, rotaryDimensions, pairs) => {
    const architecture = { ...(await describeModel(llama)), headDim, rotaryRows, rotaryDimensions, contextLength: 9 };
    const rotary = { base: 100, positionDivisor: 1, frequencyDivisors: undefined, magnitude: 1 };
    const { cosines, sines } = rotaryTables(architecture, rotary, undefined);
    const order = headOrder(architecture) ?? Array.from({ length: headDim }, (_, row) => row);

    /** Turns a head as the graph does. */
    const turnedHalves = (head: readonly number[], position: number) => {
      const half = headDim / 2;
      const ordered = reorderHeads(Float32Array.from(head), 1, order);
      return Array.from(ordered, (value, place) => {
        const pair = (position * headDim) / 2 + (place % half);
        const other = place < half ? -ordered[place + half]! : ordered[place - half]!;
        return value * cosines[pair]! + other * sines[pair]!;
      });
    };
    const query = Array.from({ length: headDim }, (_, i) => Math.sin(i + 1));
    const key = Array.from({ length: headDim }, (_, i) => Math.cos(3 * i));
    const expected = dot(turned(query, pairs, positions[0]!), turned(key, pairs, positions[1]!));
    expect(dot(turnedHalves(query, positions[0]!), turnedHalves(key, positions[1]!))).toBeCloseTo(expected, 5);
  });

  it('stay as they are where they are in order, and move whole where they are not', () => {
    expect(headOrder({ headDim: 4, rotaryDimensions: 4, rotaryRows: 'halves' })).toBeUndefined();
    const twoHeadsOfFourRows = Float32Array.from({ length: 16 }, (_, i) => i);
    const order = headOrder({ headDim: 4, rotaryDimensions: 4, rotaryRows: 'interleaved' });
    expect([...reorderHeads(twoHeadsOfFourRows, 2, order!)]).toEqual([
      0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15,
    ]);
  });
});

describe('frequencies', () => {
  it('are divided, by position and by pair, and the magnitude is the length of what is turned', async () => {
    const architecture = { ...(await describeModel(llama)), headDim: 4, rotaryDimensions: 4, contextLength: 3 };
    const rotary = { base: 100, positionDivisor: 4, frequencyDivisors: 'rope_freqs.weight', magnitude: 1.5 };
    const { cosines, sines } = rotaryTables(architecture, rotary, Float32Array.of(1, 8));
    const angles = [0, 0, 1 / 4, 1 / 10 / 4 / 8, 2 / 4, 2 / 10 / 4 / 8];
    for (const [i, angle] of angles.entries()) {
      expect(cosines[i]).toBeCloseTo(1.5 * Math.cos(angle), 6);
      expect(sines[i]).toBeCloseTo(1.5 * Math.sin(angle), 6);
    }
  });
});
