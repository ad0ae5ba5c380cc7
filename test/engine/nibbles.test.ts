import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstThatFits, overheadBytes } from '../../src/engine/child/memory.js';
import { type FormChoices, openOnCpu, weightForms } from '../../src/engine/child/weight-forms.js';
import { NotEnoughMemoryError } from '../../src/engine/errors.js';
import { architectureOf } from '../../src/model/architectures/index.js';
import { GgufFile } from '../../src/model/gguf/file.js';
import type { GraphDevice, GraphTarget } from '../../src/model/graph/device.js';
import { layerProjections, uniformForms, type WeightForms } from '../../src/model/graph/forms.js';
import { productGraph } from '../../src/model/graph/product.js';
import type { StoredMatrix } from '../../src/model/graph/stored-matrix.js';
import { type MatrixSource, projectionSources, rowsOf, WeightReader } from '../../src/model/graph/weight-reader.js';
import { headSource, storeWeights } from '../../src/model/graph/weights.js';
import { ExternalDataWriter } from '../../src/model/onnx/external-data.js';
import { prepareModel } from '../../src/model/runnable.js';
import { encodeRandomModel, type RandomModel, randomModels } from '../parity/random-models.js';
import type { MatrixType } from '../parity/random-tensors.js';

const nibbles = uniformForms('nibbles');
const { llama, phi3, qwen3 } = randomModels;

/** As files of the mix Q4_K_M have it in half of the layers. */
const withSixBits = (name: string): MatrixType => (/attn_v|ffn_down/.test(name) ? 'Q6_K' : 'Q4_K');
/** Query, key and value are one matrix, some of it without minima. */
const ofTwoTypes = (name: string): MatrixType => (/attn_[qk]/.test(name) ? 'Q4_0' : 'Q4_1');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nibbles-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function write(model: RandomModel, type: Parameters<typeof encodeRandomModel>[1]): Promise<string> {
  const modelPath = path.join(folder, `${files++}.gguf`);
  await writeFile(modelPath, encodeRandomModel(model, type));
  return modelPath;
}

const opened: GgufFile[] = [];
afterEach(() => Promise.all(opened.splice(0).map((file) => file.close())));

async function open(...model: Parameters<typeof write>): Promise<GgufFile> {
  const file = await GgufFile.open(await write(...model));
  opened.push(file);
  return file;
}

/** Every matrix of a layer and the head: where it is in the file, and as it was stored. */
async function storedIn(
  home: string,
  file: GgufFile,
): Promise<readonly { readonly name: string; readonly source: MatrixSource; readonly matrix: StoredMatrix }[]> {
  const architecture = architectureOf(file);
  const data = await ExternalDataWriter.create(home, 'weights');
  const work = { onProgress: () => {} };
  const weights = await storeWeights(file, architecture, nibbles, undefined, data, work).finally(() => data.close());
  const sources = projectionSources(architecture, architecture.layers[0]!);
  return [
    ...layerProjections.map((name) => ({ name, source: sources[name], matrix: weights.layers[0]![name].matrix })),
    { name: 'head', source: headSource(architecture), matrix: weights.head },
  ];
}

/** [columns, rows]: what comes of each column alone, an activation of 1 among zeros. Rounding leaves that as it is. */
async function columnsOf(home: string, matrix: StoredMatrix, target: GraphTarget): Promise<Float32Array> {
  const { columns } = matrix;
  const values = new Float32Array(columns * columns);
  for (let column = 0; column < columns; column++) values[column * columns + column] = 1;
  const place = path.join(home, 'product.onnx');
  await writeFile(place, productGraph(matrix, target));
  const graph = await openOnCpu(1)(place);
  const outputs = await graph.run({ x: { dimensions: [columns, 1, columns], values } }, ['y']);
  await graph.close();
  return outputs.get('y')!;
}

async function largestDifference(
  found: Float32Array,
  file: GgufFile,
  source: MatrixSource,
): Promise<{ readonly difference: number; readonly largest: number }> {
  const rows = rowsOf(source);
  let [difference, largest, row] = [0, 0, 0];
  for await (const slab of new WeightReader(file, { onProgress: () => {} }).rows(source)) {
    for (const [i, value] of slab.entries()) {
      const [inSlab, column] = [Math.floor(i / source.columns), i % source.columns];
      difference = Math.max(difference, Math.abs(found[column * rows + row + inSlab]! - value));
      largest = Math.max(largest, Math.abs(value));
    }
    row += slab.length / source.columns;
  }
  return { difference, largest };
}

/** The divergence from the file's own weights in float32. */
async function lossOf(modelPath: string, forms: WeightForms, device: GraphDevice): Promise<number> {
  const measured = { candidates: [forms], mostDivergence: 1, open: openOnCpu(1) } as const;
  const cacheFolder = path.join(folder, 'cache');
  const { divergence } = await prepareModel({ modelPath, cacheFolder, device, forms: measured });
  return divergence ?? Number.NaN;
}

describe('matrices of 4 bits', () => {
  it.each([
    { name: 'Q4_0', model: llama, type: 'Q4_0', target: 'cpu' },
    { name: 'Q4_1', model: llama, type: 'Q4_1', target: 'cpu' },
    { name: 'Q4_K', model: llama, type: 'Q4_K', target: 'cpu' },
    { name: 'two types', model: llama, type: ofTwoTypes, target: 'cpu' },
    { name: 'Q4_K, parts of a tensor', model: phi3, type: 'Q4_K', target: 'cpu' },
    { name: 'Q4_K, in a graph for WebGPU', model: llama, type: 'Q4_K', target: 'gpu-single' },
  ] as const)(
    'have the weights of the file, in the order of the graph: $name',
    async ({ name, model, type, target }) => {
      const home = path.join(folder, name);
      await mkdir(home);
      const file = await open(model, type);
      for (const { source, matrix } of await storedIn(home, file)) {
        expect(matrix.form).toBe('nibbles');
        const { difference, largest } = await largestDifference(await columnsOf(home, matrix, target), file, source);
        expect(largest).toBeGreaterThan(0.05);
        expect(difference).toBeLessThan(1e-6 * largest);
      }
    },
  );

  it('are kept in blocks where a part of them has more bits', async () => {
    const stored = await storedIn(folder, await open(llama, withSixBits));
    expect(Object.fromEntries(stored.map(({ name, matrix }) => [name, matrix.form]))).toEqual({
      attentionInput: 'blocks',
      attentionOutput: 'nibbles',
      feedForwardInput: 'nibbles',
      feedForwardOutput: 'blocks',
      head: 'nibbles',
    });
  });

  it.each([
    { name: 'Q4_0', model: llama, type: 'Q4_0', device: 'cpu' },
    { name: 'Q4_1', model: llama, type: 'Q4_1', device: 'cpu' },
    { name: 'Q4_K', model: llama, type: 'Q4_K', device: 'cpu' },
    { name: 'Q4_K, tied', model: qwen3, type: 'Q4_K', device: 'cpu' },
    { name: 'Q4_K, in a graph for WebGPU', model: llama, type: 'Q4_K', device: 'webgpu' },
  ] as const)('make a model that computes what the file says: $name', async ({ model, type, device }) => {
    expect(await lossOf(await write(model, type), nibbles, device)).toBeLessThan(1e-6);
  });

  it('lose less than blocks where half of them are in blocks', async () => {
    const modelPath = await write(llama, withSixBits);
    const loss = await lossOf(modelPath, nibbles, 'cpu');
    expect(loss).toBeGreaterThan(1e-6);
    expect(loss).toBeLessThan(await lossOf(modelPath, uniformForms('blocks'), 'cpu'));
  });

  it('are not smoothed, whatever comes after them', async () => {
    const forms: WeightForms = { ...uniformForms('rows'), feedForwardInput: 'nibbles' };
    expect(await lossOf(await write(llama, 'Q4_K'), forms, 'cpu')).toBeLessThan(0.03);
  });
});

describe('where memory is short', () => {
  const prepare = async (
    modelPath: string,
    choices: FormChoices,
    availableFor: (...bytes: readonly number[]) => number,
  ) => {
    const cacheFolder = path.join(folder, 'cache-of-choices');
    const { forms, built } = await prepareModel({
      modelPath,
      cacheFolder,
      forms: (bytesOf) => firstThatFits(choices, bytesOf, overheadBytes + availableFor(...choices.map(bytesOf))),
    });
    return { form: forms === choices[1] ? 'nibbles' : 'another', built };
  };
  const choicesFor = (provider: 'cpu' | 'webgpu', exact = false) =>
    weightForms(provider, { exact, cacheFolder: folder, threads: 1 });

  it('a model is kept in 4 bits as soon as its other forms do not fit, in the cache or not', async () => {
    const modelPath = await write(llama, 'Q4_K');
    const choices = await choicesFor('cpu');
    expect(await prepare(modelPath, choices, (wanted) => wanted)).toEqual({ form: 'another', built: true });
    expect(await prepare(modelPath, choices, (wanted) => wanted - 1)).toEqual({ form: 'nibbles', built: true });
    expect(await prepare(modelPath, choices, (_, small) => small)).toEqual({ form: 'nibbles', built: false });
    expect(await prepare(modelPath, choices, (wanted) => wanted)).toEqual({ form: 'another', built: false });
    await expect(prepare(modelPath, choices, (_, small) => small - 1)).rejects.toThrow(NotEnoughMemoryError);
  });

  it('a model of which the file has less in 4 bits needs more', async () => {
    const choices = [uniformForms('blocks'), nibbles] as const;
    const needsOf = async (type: Parameters<typeof write>[1]) => {
      let needs: readonly number[] = [];
      await prepare(await write(llama, type), choices, (...bytes) => {
        needs = bytes;
        return Number.POSITIVE_INFINITY;
      });
      return needs[1]! / needs[0]!;
    };
    const [less, all, some, none] = [
      await needsOf('Q4_0'),
      await needsOf('Q4_K'),
      await needsOf(withSixBits),
      await needsOf('Q8_0'),
    ];
    expect([less, all, some, none]).toEqual([less, all, some, none].toSorted());
    expect(less).toBeLessThan(0.55);
    expect(none).toBe(1);
  });

  it('what was asked for exactly stays exact, and nothing is built that does not fit', async () => {
    const modelPath = await write(llama, 'Q4_K');
    const before = await readdir(path.join(folder, 'cache-of-choices'));
    const exact = await choicesFor('cpu', true);
    expect(exact).toEqual([uniformForms('float32')]);
    expect(await choicesFor('webgpu', true)).toEqual([uniformForms('float32')]);
    await expect(prepare(modelPath, exact, (wanted) => wanted - 1)).rejects.toThrow(NotEnoughMemoryError);
    expect(await readdir(path.join(folder, 'cache-of-choices'))).toEqual(before);
  });
});
