import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/random.js';
import { parametersOf } from '../../../src/core/training/parameters.js';
import { type AboutAdapter, AdapterError, Adapters } from '../../../src/model/adapters.js';
import type { Architecture } from '../../../src/model/architectures/architecture.js';
import { architectureOf } from '../../../src/model/architectures/index.js';
import { GgufFile } from '../../../src/model/gguf/file.js';
import { initialAdapter } from '../../../src/model/training/adapter.js';
import { encodeRandomModel, randomModels } from '../../parity/random-models.js';

let root: string;
let adapters: Adapters;
let model: { hash: string; architecture: Architecture };
beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'adapters-'));
  const modelPath = path.join(root, 'model.gguf');
  writeFileSync(modelPath, encodeRandomModel(randomModels.llama, 'F32'));
  const file = await GgufFile.open(modelPath);
  model = { hash: 'a1', architecture: architectureOf(file) };
  await file.close();
  adapters = new Adapters(path.join(root, 'adapters'));
});
afterEach(() => rmSync(root, { recursive: true }));

const adapterOf = (seed: number) => initialAdapter(model.architecture, 2, RandomStream.of(seed));
const about: AboutAdapter = {
  made: '2026-01-01T00:00:00Z',
  modelName: 'Small',
  training: {
    step: 7,
    problems: { training: 20, leftOut: 10 },
    gain: { difference: 0.1, low: 0.02, high: 0.2 },
    helps: true,
  },
};
const save = (name: string, made = about.made, seed = 1) =>
  adapters.save('a1', name, { ...about, made, adapter: adapterOf(seed), architecture: model.architecture });

describe('adapters', () => {
  it('are kept beside the hash of their model, and read as they were', async () => {
    await save('first');
    const read = await adapters.read(model, 'first');
    expect(parametersOf(read.adapter)).toEqual(parametersOf(adapterOf(1)));
    expect(await adapters.of('b2')).toEqual([]);
    expect(readdirSync(path.join(root, 'adapters/a1/first')).sort()).toEqual([
      'about.json',
      'adapter_config.json',
      'adapter_model.safetensors',
    ]);
  });

  it('are listed with the newest first, and which of them is used', async () => {
    await save('old');
    await save('new', '2026-02-01T00:00:00Z');
    await adapters.choose('a1', 'old');
    expect((await adapters.of('a1')).map(({ name, chosen }) => [name, chosen])).toEqual([
      ['new', false],
      ['old', true],
    ]);
    expect(await adapters.chosen('a1')).toBe('old');
    await adapters.choose('a1', null);
    expect(await adapters.chosen('a1')).toBeNull();
  });

  it('are deleted, and then no longer used', async () => {
    await save('first');
    await adapters.choose('a1', 'first');
    await adapters.remove('a1', 'first');
    expect(await adapters.of('a1')).toEqual([]);
    expect(await adapters.chosen('a1')).toBeNull();
    await expect(adapters.remove('a1', 'first')).rejects.toThrow(AdapterError);
  });

  it('that are damaged, of another model or nowhere are said to be so', async () => {
    await save('first');
    await expect(adapters.read({ ...model, hash: 'b2' }, 'first')).rejects.toThrow('no adapter named first');
    await expect(adapters.read(model, '../first')).rejects.toThrow('no name of an adapter');
    writeFileSync(path.join(root, 'adapters/a1/first/adapter_model.safetensors'), 'nothing');
    await expect(adapters.read(model, 'first')).rejects.toThrow('cannot be used');
  });

  it('made elsewhere in the form of PEFT are kept too', async () => {
    await save('first');
    await adapters.import({ ...model, name: 'Small' }, 'second', path.join(root, 'adapters/a1/first'), new Date(0));
    expect(parametersOf((await adapters.read(model, 'second')).adapter)).toEqual(parametersOf(adapterOf(1)));
    expect((await adapters.of('a1')).find((each) => each.name === 'second')).toMatchObject({ training: null });
  });

  it('have a hash of their own', async () => {
    await save('first');
    const before = (await adapters.read(model, 'first')).hash;
    await save('first', about.made, 2);
    expect((await adapters.read(model, 'first')).hash).not.toBe(before);
  });
});
