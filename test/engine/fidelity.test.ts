import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOnCpu } from '../../src/engine/child/weight-forms.js';
import { uniformForms, type WeightForms } from '../../src/model/graph/forms.js';
import { prepareModel, type RunnableModel } from '../../src/model/runnable.js';
import { compare } from '../parity/compare.js';
import { ourLogits } from '../parity/our-graph.js';
import { encodeRandomModel, type RandomModel, randomModels } from '../parity/random-models.js';
import { humanEvalTokens } from '../parity/text.js';
import { embeddedModel } from './support/engine-child.js';

const [exact, blocks, rows] = (['float32', 'blocks', 'rows'] as const).map(uniformForms) as [
  WeightForms,
  WeightForms,
  WeightForms,
];
const root = path.resolve(import.meta.dirname, '../..');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fidelity-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function measured(modelPath: string, candidates: readonly [WeightForms, ...WeightForms[]], mostDivergence: number) {
  const cacheFolder = path.join(folder, 'cache', String(mostDivergence));
  return prepareModel({ modelPath, cacheFolder, forms: { candidates, mostDivergence, open: openOnCpu(0) } });
}

describe('a model computed a layer at a time', () => {
  it.each(Object.entries<RandomModel>(randomModels))('is the whole model: %s', async (name, random) => {
    const modelPath = path.join(folder, `${name}.gguf`);
    await writeFile(modelPath, encodeRandomModel(random, 'F32'));
    const { divergence: ofExact } = await measured(modelPath, [exact], 0);
    expect(ofExact).toBeLessThan(1e-6);
    // By rows, smoothed: rounding costs something, a factor that is not undone would cost far more.
    const { divergence } = await measured(modelPath, [rows], 1);
    expect(divergence).toBeGreaterThan(1e-6);
    expect(divergence).toBeLessThan(0.03);
  });
});

describe('the form of the weights', () => {
  let modelPath: string;
  beforeAll(async () => {
    modelPath = path.join(folder, 'any.gguf');
    await writeFile(modelPath, encodeRandomModel(randomModels.llama, 'F32'));
  });

  it('is the first that is exact enough', async () => {
    const loose = await measured(modelPath, [rows, exact], 0.5);
    expect(loose.divergence).toBeGreaterThan(1e-6);
    const strict = await measured(modelPath, [rows, exact], 1e-6);
    expect(strict.divergence).toBeLessThan(1e-6);
  });

  it('is kept with what was measured', async () => {
    const first = await measured(modelPath, [rows, blocks], 0.4);
    expect(first.built).toBe(true);
    const again = await measured(modelPath, [rows, blocks], 0.4);
    expect(again.built).toBe(false);
    expect(again.divergence).toBe(first.divergence);
  });
});

it('by rows the embedded model loses less than half as much when its activations are smoothed', async () => {
  const cacheFolder = path.join(root, '.cache/models');
  const { modelPath } = embeddedModel;
  const plan = { candidates: [rows], mostDivergence: 1, open: openOnCpu(0) } as const;
  const whole = await prepareModel({ modelPath, cacheFolder, forms: exact });
  const tokens = humanEvalTokens(root, whole.tokenizer, 128);
  const logits = await ourLogits(whole, tokens);
  const lossOf = async (model: RunnableModel) => compare(logits, await ourLogits(model, tokens)).meanKl;
  const smoothed = await prepareModel({ modelPath, cacheFolder: folder, forms: plan });
  expect(smoothed.divergence).toBeLessThan(0.03);
  const plain = await prepareModel({ modelPath, cacheFolder, forms: rows });
  expect(await lossOf(smoothed)).toBeLessThan(0.5 * (await lossOf(plain)));
});
