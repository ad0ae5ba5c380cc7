import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { modules } from '../../../src/core/adapter.js';
import { RandomStream } from '../../../src/core/random.js';
import { architectureOf } from '../../../src/model/architectures/index.js';
import { GgufFile } from '../../../src/model/gguf/file.js';
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from '../../../src/model/safetensors.js';
import { initialAdapter } from '../../../src/model/training/adapter.js';
import { fromPeft, PeftError, type PeftFiles, toPeft } from '../../../src/model/training/peft.js';
import { encodeRandomModel, type RandomModel, randomModels } from '../../parity/random-models.js';

async function architectureFrom(model: RandomModel) {
  const folder = await mkdtemp(path.join(tmpdir(), 'peft-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const modelPath = path.join(folder, 'model.gguf');
  await writeFile(modelPath, encodeRandomModel(model, 'F32'));
  const file = await GgufFile.open(modelPath);
  onTestFinished(() => file.close());
  return architectureOf(file);
}

async function someAdapter(model: RandomModel) {
  const architecture = await architectureFrom(model);
  const random = RandomStream.of(2);
  const begun = initialAdapter(architecture, 3, random);
  for (const own of begun.layers)
    for (const module of modules) own[module].b.set(own[module].b.map(() => random.next()));
  return { architecture, adapter: begun };
}

const changed = (files: PeftFiles, change: Readonly<Record<string, unknown>>): PeftFiles => ({
  ...files,
  config: JSON.stringify({ ...(JSON.parse(files.config) as object), ...change }),
});

describe('an adapter in PEFT’s form', () => {
  it.each(['llama', 'qwen3', 'gemma3'] as const)('comes back as it was: %s', async (name) => {
    const { architecture, adapter } = await someAdapter(randomModels[name]);
    expect(fromPeft(architecture, toPeft(architecture, adapter, 'base'))).toEqual(adapter);
  });

  it('has modules that transformers has as one together, and gives the same products', async () => {
    const { architecture, adapter } = await someAdapter(randomModels.phi3);
    const files = toPeft(architecture, adapter, 'base');
    const { tensors } = decodeSafetensors(files.weights);
    const name = 'base_model.model.model.layers.0.self_attn.qkv_proj';
    expect(tensors.get(`${name}.lora_A.weight`)?.shape).toEqual([9, 256]);
    expect(JSON.parse(files.config)).toMatchObject({
      r: 3,
      lora_alpha: 3,
      rank_pattern: { qkv_proj: 9, gate_up_proj: 6 },
    });
    const back = fromPeft(architecture, files);
    expect(back.rank).toBe(9);
    const entry = ({ a, b }: { a: Float32Array; b: Float32Array }, rank: number, row: number, column: number) =>
      Array.from({ length: rank }, (_, k) => b[row * rank + k]! * a[k * 256 + column]!).reduce((x, y) => x + y, 0);
    for (const module of ['query', 'value', 'up'] as const) {
      const [was, is] = [adapter.layers[1]![module], back.layers[1]![module]];
      expect(entry(is, 9, 5, 7)).toBeCloseTo(entry(was, 3, 5, 7), 6);
    }
  });

  it('is scaled as its settings say, and may leave modules out', async () => {
    const { architecture, adapter } = await someAdapter(randomModels.llama);
    const files = toPeft(architecture, adapter, 'base');
    const { tensors, metadata } = decodeSafetensors(files.weights);
    const some = new Map([...tensors].filter(([name]) => name.includes('layers.1.mlp.down_proj')));
    const given = changed({ ...files, weights: encodeSafetensors({ tensors: some, metadata }) }, { lora_alpha: 6 });
    const read = fromPeft(architecture, given);
    expect(read.layers[1]!.down.b).toEqual(adapter.layers[1]!.down.b.map((value) => 2 * value));
    expect(read.layers[0]!.down.b.every((value) => value === 0)).toBe(true);
  });

  it('of another model, or of a kind that is not had here, is refused', async () => {
    const { architecture, adapter } = await someAdapter(randomModels.llama);
    const files = toPeft(architecture, adapter, 'base');
    const other = await architectureFrom(randomModels.qwen3);
    expect(() => fromPeft(other, files)).toThrow(/adapts another model/);
    expect(() => fromPeft(architecture, changed(files, { use_dora: true }))).toThrow(PeftError);
    expect(() => fromPeft(architecture, { ...files, config: '{' })).toThrow(PeftError);
    expect(() => fromPeft(architecture, { ...files, weights: files.weights.slice(0, 2000) })).toThrow(SafetensorsError);
    const { tensors, metadata } = decodeSafetensors(files.weights);
    const [tensor] = tensors.values();
    const more = new Map([...tensors, ['base_model.model.lm_head.lora_A.weight', tensor!]]);
    expect(() => fromPeft(architecture, { ...files, weights: encodeSafetensors({ tensors: more, metadata }) })).toThrow(
      /lm_head/,
    );
  });
});
