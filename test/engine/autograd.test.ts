import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Adapter, type ModuleAdapter, modules } from '../../src/core/adapter.js';
import { RandomStream } from '../../src/core/random.js';
import { openOnCpu } from '../../src/engine/child/weight-forms.js';
import { initialAdapter, joinModules, splitModules } from '../../src/model/training/adapter.js';
import { GroupPass } from '../../src/model/training/group-pass.js';
import { TrainingModel } from '../../src/model/training/model.js';
import { encodeRandomModel, type RandomModel, randomModels } from '../parity/random-models.js';
import oracle from './fixtures/gradients.json';
import { embeddedModel } from './support/engine-child.js';

/** See test/oracles/gradients.py. */
interface Expected {
  readonly logProbabilities: readonly (readonly number[])[];
  readonly layers: readonly Readonly<
    Record<
      string,
      Readonly<Record<keyof ModuleAdapter, { readonly length: number; readonly values: readonly number[] }>>
    >
  >[];
}

const rank = 2;
const sines = (count: number, phase: number, size: number) =>
  Float32Array.from({ length: count }, (_, i) => size * Math.sin(phase + 0.7 * i));
const tokens = (count: number, phase: number, vocabulary: number) =>
  Array.from({ length: count }, (_, i) => Math.trunc(Math.abs(Math.sin(phase + i)) * (vocabulary - 1)));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'autograd-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function modelPathOf(name: string): Promise<string> {
  if (name === 'embedded') return embeddedModel.modelPath;
  const modelPath = path.join(folder, `${name}.gguf`);
  const all: Readonly<Record<string, RandomModel>> = randomModels;
  await writeFile(modelPath, encodeRandomModel(all[name]!, 'F32'));
  return modelPath;
}

describe('derivatives of a group by an adapter', () => {
  it.each(Object.entries<Expected>(oracle))('are those of PyTorch: %s', async (name, expected) => {
    const model = await TrainingModel.open(await modelPathOf(name), 1e9);
    try {
      const { architecture } = model;
      const { vocabulary } = architecture;
      const begun = initialAdapter(architecture, rank, RandomStream.of(1));
      const adapter: Adapter = {
        rank,
        layers: begun.layers.map((own, layer) => {
          const filled = modules.map((module, index) => {
            const [a, b] = [own[module].a.length, own[module].b.length];
            const phase = 3 * layer + index;
            return [module, { a: sines(a, phase, 0.1), b: sines(b, phase + 0.5, 0.1) }] as const;
          });
          return Object.fromEntries(filled) as Adapter['layers'][number];
        }),
      };
      const group = {
        prompt: tokens(9, 1, vocabulary),
        attempts: [tokens(7, 20, vocabulary), tokens(1, 40, vocabulary), tokens(4, 60, vocabulary)],
      };
      const pass = await GroupPass.forward(model, group, joinModules(architecture, adapter), openOnCpu(0));
      for (const [index, found] of pass.logProbabilities.entries()) {
        for (const [place, value] of found.entries()) {
          expect(value).toBeCloseTo(expected.logProbabilities[index]![place]!, 2);
        }
      }
      const coefficients = group.attempts.map((attempt, index) => sines(attempt.length, 5 + index, 1));
      const { layers } = splitModules(architecture, rank, await pass.backward(coefficients));
      for (const [layer, own] of layers.entries()) {
        for (const module of modules) {
          for (const part of ['a', 'b'] as const) {
            const [found, { length, values }] = [own[module][part], expected.layers[layer]![module]![part]];
            const scale = length / Math.sqrt(found.length);
            const where = `${layer} ${module} ${part}`;
            expect(Math.hypot(...found) / length, where).toBeCloseTo(1, 3);
            const errors = values.map((value, index) => found[(index * 7919) % found.length]! - value);
            expect(Math.hypot(...errors) / Math.hypot(scale * Math.sqrt(values.length), ...values), where).toBeLessThan(
              1e-3,
            );
          }
        }
      }
    } finally {
      await model.close();
    }
  });
});
