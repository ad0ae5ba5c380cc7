import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { RandomStream } from '../../src/core/random.js';
import { openOnCpu } from '../../src/engine/child/weight-forms.js';
import { type LayerProjection, layerProjections, uniformForms } from '../../src/model/graph/forms.js';
import { projectionSources, rowsOf } from '../../src/model/graph/weight-reader.js';
import { prepareModel } from '../../src/model/runnable.js';
import type { LayerAdapters, LowRank } from '../../src/model/training/group.js';
import { GroupPass } from '../../src/model/training/group-pass.js';
import { TrainingModel } from '../../src/model/training/model.js';
import { compare } from '../parity/compare.js';
import { ourLogits } from '../parity/our-graph.js';
import { encodeRandomModel, type RandomModel, randomModels, VOCABULARY } from '../parity/random-models.js';
import fromPyTorch from './fixtures/gradients.json';

const open = openOnCpu(0);
const random = RandomStream.of(8);
const tokens = (count: number) => Array.from({ length: count }, () => random.below(VOCABULARY));
const group = { prompt: tokens(9), attempts: [tokens(7), tokens(1), tokens(4)] };
const coefficients = group.attempts.map((attempt) => Float32Array.from(attempt, () => random.normal()));
const rank = 2;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'training-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function opened(name: string, random: RandomModel) {
  const modelPath = path.join(folder, `${name}.gguf`);
  await writeFile(modelPath, encodeRandomModel(random, 'F32'));
  const model = await TrainingModel.open(modelPath, 0);
  onTestFinished(() => model.close());
  return { modelPath, model };
}

function adaptersOf({ architecture }: TrainingModel, fill: (size: number) => Float32Array): LayerAdapters {
  return architecture.layers.map((layer) => {
    const sources = projectionSources(architecture, layer);
    const made = layerProjections.map((name): [LayerProjection, LowRank] => [
      name,
      { rank, down: fill(sources[name].columns * rank), up: fill(rank * rowsOf(sources[name])) },
    ]);
    return Object.fromEntries(made) as Record<LayerProjection, LowRank>;
  });
}

const zeros = (size: number) => new Float32Array(size);
const small = (size: number) => Float32Array.from({ length: size }, () => random.normal() / 10);

const all = Object.entries<RandomModel>(randomModels);

describe('a group of attempts', () => {
  it.each(all)(
    'has the log-probabilities and entropies that the whole model with the same adapter gives: %s',
    async (name, random) => {
      const { modelPath, model } = await opened(name, random);
      const adapters = adaptersOf(model, small);
      const pass = await GroupPass.forward(model, group, adapters, open);
      const whole = await prepareModel({
        modelPath,
        cacheFolder: path.join(folder, 'cache'),
        forms: uniformForms('float32'),
      });
      for (const [index, attempt] of group.attempts.entries()) {
        const text = [...group.prompt, ...attempt];
        // It computes the end of a text a token at a time, at least so many.
        const padded = [...text, ...Array.from({ length: 30 - text.length }, () => 0)];
        const { values } = await ourLogits(whole, padded, adapters);
        for (const [place, token] of attempt.entries()) {
          const position = group.prompt.length + place - 1;
          const row = Array.from(values.subarray(position * VOCABULARY, (position + 1) * VOCABULARY));
          const logSum = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
          expect(pass.logProbabilities[index]![place]).toBeCloseTo(row[token]! - logSum, 3);
          const entropy = row.reduce((sum, logit) => sum + Math.exp(logit - logSum) * (logSum - logit), 0);
          expect(pass.entropies[index]![place]).toBeCloseTo(entropy, 3);
        }
      }
    },
  );

  it.each(all)('with an adapter of zeros has exactly the logits of the model without one: %s', async (name, random) => {
    const { modelPath, model } = await opened(name, random);
    const whole = await prepareModel({
      modelPath,
      cacheFolder: path.join(folder, 'cache'),
      forms: uniformForms('rows'),
    });
    const text = tokens(40);
    const adapted = await ourLogits(whole, text, adaptersOf(model, zeros));
    expect(adapted.values).toEqual((await ourLogits(whole, text)).values);
  });

  it('an adapter is the same of a model that is smoothed and rounded, but for the rounding', async () => {
    const { modelPath, model } = await opened('llama', randomModels.llama);
    const cacheFolder = path.join(folder, 'smoothed');
    const exact = await prepareModel({ modelPath, cacheFolder, forms: uniformForms('float32') });
    const measured = { candidates: [uniformForms('rows')], mostDivergence: 1, open } as const;
    const smoothed = await prepareModel({ modelPath, cacheFolder, forms: measured });
    const adapters = adaptersOf(model, small);
    const text = tokens(60);
    const wanted = await ourLogits(exact, text, adapters);
    expect(compare(wanted, await ourLogits(smoothed, text, adapters)).meanKl).toBeLessThan(0.03);
    expect(compare(wanted, await ourLogits(smoothed, text)).meanKl).toBeGreaterThan(0.3);
  });

  // The others' are held against PyTorch's: autograd.test.ts.
  it.each(all.filter(([name]) => !(name in fromPyTorch)))(
    'has the derivatives that finite differences give: %s',
    async (name, random) => {
      const { model } = await opened(name, random);
      const adapters = adaptersOf(model, small);
      const loss = async () => {
        const { logProbabilities } = await GroupPass.forward(model, group, adapters, open);
        return logProbabilities.reduce(
          (sum, values, index) =>
            sum + values.reduce((own, value, place) => own + value * coefficients[index]![place]!, 0),
          0,
        );
      };
      const pass = await GroupPass.forward(model, group, adapters, open);
      const gradients = await pass.backward(coefficients);
      for (const projection of layerProjections) {
        for (const part of ['down', 'up'] as const) {
          const of = (layers: LayerAdapters) => layers.map((layer) => layer[projection][part]);
          const [matrices, found] = [of(adapters), of(gradients)];
          const kept = matrices.map((values) => values.slice());
          // Along the gradient itself, where a loss changes most.
          const squares = found.flatMap((values) => [...values]).reduce((sum, value) => sum + value * value, 0);
          const step = 0.01 / Math.sqrt(squares);
          const at = async (moved: number) => {
            for (const [layer, values] of kept.entries()) {
              matrices[layer]!.set(values.map((value, place) => value + moved * step * found[layer]![place]!));
            }
            return loss();
          };
          const [near, far] = [(await at(1)) - (await at(-1)), (await at(2)) - (await at(-2))];
          await at(0);
          expect((8 * near - far) / (12 * step) / squares, `${projection}, ${part}`).toBeCloseTo(1, 2);
        }
      }
    },
  );
});
