import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Adapter, modules } from '../../src/core/adapter.js';
import type { Attempt } from '../../src/core/domain.js';
import { CancelledError } from '../../src/core/errors.js';
import { RandomStream } from '../../src/core/random.js';
import { Engine } from '../../src/engine/engine.js';
import { architectureOf } from '../../src/model/architectures/index.js';
import { GgufFile } from '../../src/model/gguf/file.js';
import { initialAdapter } from '../../src/model/training/adapter.js';
import { type DifferentiateParams, indicesBelow } from '../../src/protocol/engine.js';
import { buildChild, embeddedModel, request } from './support/engine-child.js';

let engine: Engine;
let begun: Adapter;
let plain: readonly Attempt[];

beforeAll(async () => {
  engine = new Engine({ childPath: await buildChild() });
  await engine.load(embeddedModel);
  const file = await GgufFile.open(embeddedModel.modelPath);
  begun = initialAdapter(architectureOf(file), 4, RandomStream.of(1));
  await file.close();
  plain = await attempts();
});
afterAll(() => engine.dispose());

async function attempts(): Promise<readonly Attempt[]> {
  const drawn: Attempt[] = [];
  await engine.sample(
    { ...request, indices: indicesBelow(3), maxTokens: 24 },
    { onProgress: (progress) => void (progress.type === 'attempt' && drawn.push(progress.attempt)) },
  );
  return drawn.sort((a, b) => a.index - b.index);
}

/** Of the attempts drawn without an adapter, the first of which is to become likelier. */
const params = (adapter: Adapter): DifferentiateParams => ({
  adapter,
  prompt: request.prompt,
  attempts: plain.map(({ tokens, finishReason, index }) => ({
    tokens: [...tokens],
    ended: finishReason === 'end',
    advantage: index === 0 ? 1 : 0,
  })),
  drawn: null,
  clip: { low: 0.2, high: 0.2 },
  divergenceWeight: 0,
  tokens: 1,
});

/** A step against the gradient. */
const stepped = ({ rank, layers }: Adapter, gradient: Adapter, size: number): Adapter => ({
  rank,
  layers: layers.map((own, layer) => {
    const moved = modules.map((module) => {
      const [{ a, b }, by] = [own[module], gradient.layers[layer]![module]];
      const move = (values: Float32Array, slopes: Float32Array) => values.map((value, i) => value - size * slopes[i]!);
      return [module, { a: move(a, by.a), b: move(b, by.b) }] as const;
    });
    return Object.fromEntries(moved) as Adapter['layers'][number];
  }),
});

const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('an engine that learns', () => {
  it('draws the same attempts with an adapter that changes nothing', async () => {
    await engine.adapt(begun);
    expect(await attempts()).toEqual(plain);
  });

  it('makes an attempt likelier by steps against the gradient, and draws with what it learned until that is taken back', async () => {
    const first = await engine.differentiate(params(begun));
    const said = first.logProbabilities.map(meanOf);
    // Rounding apart, as they were drawn; the end token, where there is one, is in one mean and not in the other.
    for (const [index, { meanLogProbability, finishReason }] of plain.entries()) {
      if (finishReason !== 'end') expect(said[index]!).toBeCloseTo(meanLogProbability, 0);
    }
    const learned = stepped(begun, first.gradient, 0.02);
    const second = await engine.differentiate(params(learned));
    expect(meanOf(second.logProbabilities[0]!)).toBeGreaterThan(said[0]! + 0.01);
    expect(first.entropies.flatMap((values) => [...values]).every((value) => value >= -1e-4)).toBe(true);

    await engine.adapt(learned);
    expect(await attempts()).not.toEqual(plain);
    await engine.adapt(null);
    expect(await attempts()).toEqual(plain);
  });

  it('encodes attempts as it had them when it drew them, whatever adapter is in force', async () => {
    const encoded = () =>
      engine.encode({
        prompt: request.prompt,
        attempts: plain.map(({ tokens, finishReason }) => ({ tokens: [...tokens], finishReason })),
      });
    const expectSame = (found: readonly Float32Array[]) => {
      for (const [index, { representation }] of plain.entries()) {
        const difference = Math.hypot(...representation.map((value, i) => value - found[index]![i]!));
        expect(difference / Math.hypot(...representation)).toBeLessThan(0.02);
      }
    };
    expectSame(await encoded());
    const other = stepped(begun, begun, 1 - 1e-3);
    await engine.adapt({
      ...other,
      layers: other.layers.map((own) => ({ ...own, down: { ...own.down, b: own.down.b.fill(0.05) } })),
    });
    const changed = await attempts();
    expect(changed).not.toEqual(plain);
    expectSame(await encoded());
    expect(await attempts()).toEqual(changed);
    await engine.adapt(null);
  });

  it('can be cancelled while it differentiates, and used afterwards', async () => {
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    await expect(engine.differentiate(params(begun), { signal: abort.signal, onProgress })).rejects.toThrow(
      CancelledError,
    );
    expect(await attempts()).toEqual(plain);
  });
});
