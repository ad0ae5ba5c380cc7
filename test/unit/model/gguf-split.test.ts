import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TruncatedModelError } from '../../../src/model/errors.js';
import { MismatchedPartsError, MissingPartError } from '../../../src/model/gguf/errors.js';
import { GgufFile } from '../../../src/model/gguf/file.js';
import { prepareModel } from '../../../src/model/runnable.js';
import {
  encodeGguf,
  floatTensor,
  partName,
  smallModelParts,
  writeSmallModel,
  writeSmallModelParts,
} from './gguf-writer.js';

let folder = '';
let parts: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'split-'));
  parts = await writeSmallModelParts(folder, 3);
});
afterEach(() => rm(folder, { recursive: true }));

async function valuesOf(filePath: string): Promise<Map<string, number[]>> {
  const file = await GgufFile.open(filePath);
  const values = new Map<string, number[]>();
  for (const tensor of file.tensors.values()) {
    const rows: number[] = [];
    for await (const slab of file.slabs(tensor)) rows.push(...slab.values);
    values.set(tensor.name, rows);
  }
  await file.close();
  return values;
}

async function errorOf(filePath: string): Promise<unknown> {
  return GgufFile.open(filePath).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a model in several files', () => {
  it('is the model that it was in one, whichever file is opened', async () => {
    const whole = path.join(folder, 'whole.gguf');
    await writeSmallModel(whole);
    const expected = await valuesOf(whole);
    for (const part of parts) {
      expect(await valuesOf(part)).toEqual(expected);
      const file = await GgufFile.open(part);
      expect(file.string('general.name')).toBe('Small');
      expect(file.parts.map((each) => each.path)).toEqual(parts);
      expect(new Set([...file.tensors.values()].map((tensor) => tensor.part.path))).toEqual(new Set(parts));
      await file.close();
    }
  });

  it('may begin with a file that has metadata only', async () => {
    const split = { 'split.count': 2, 'split.tensors.count': 1 };
    await writeFile(path.join(folder, partName('only', 1, 2)), encodeGguf({ ...split, 'split.no': 0 }, {}));
    const tensors = { b: floatTensor(8) };
    await writeFile(path.join(folder, partName('only', 2, 2)), encodeGguf({ ...split, 'split.no': 1 }, tensors));
    expect([...(await valuesOf(path.join(folder, partName('only', 1, 2)))).keys()]).toEqual(['b']);
  });

  it('runs, and is built once, whichever file is chosen', async () => {
    const cacheFolder = path.join(folder, 'cache');
    const models = [];
    for (const modelPath of parts) models.push(await prepareModel({ modelPath, cacheFolder }));
    expect(models.map((model) => model.built)).toEqual([true, false, false]);
    // Another model from the first file on, though that file is the same.
    const [, , third = new Uint8Array()] = smallModelParts(3, {
      tensors: { 'blk.1.ffn_down.weight': { ...floatTensor(128, 64), bytes: new Uint8Array(128 * 64 * 4) } },
    });
    await writeFile(parts[2]!, third);
    const changed = await prepareModel({ modelPath: parts[0]!, cacheFolder });
    expect(changed.built).toBe(true);
    expect(changed.hash).not.toBe(models[0]?.hash);
  });

  it.each([0, 1, 2])('names the file that is missing: %i', async (missing) => {
    await rm(parts[missing]!);
    for (const [index, part] of parts.entries()) {
      if (index === missing) continue;
      const error = await errorOf(part);
      expect(error).toBeInstanceOf(MissingPartError);
      expect(error).toMatchObject({ modelPath: part, part: parts[missing] });
      expect((error as Error).message).toContain(`file ${missing + 1}, ${parts[missing]},`);
    }
  });

  it('is refused under a name that does not lead to the others', async () => {
    const renamed = path.join(folder, 'renamed.gguf');
    await rename(parts[0]!, renamed);
    const error = await errorOf(renamed);
    expect(error).toBeInstanceOf(MismatchedPartsError);
    expect((error as Error).message).toContain('-00001-of-00003.gguf');
  });

  it('is refused where its files are not of one model', async () => {
    const [first = new Uint8Array(), second = new Uint8Array()] = smallModelParts(2);
    for (const [bytes, says] of [
      [second, 'file 2 of 2'],
      [first, 'file 1 of 2'],
    ] as const) {
      await writeFile(parts[1]!, bytes);
      const error = await errorOf(parts[0]!);
      expect(error).toBeInstanceOf(MismatchedPartsError);
      expect((error as Error).message).toContain(`${parts[1]} says that it is ${says}`);
    }
    await writeSmallModelParts(folder, 3, { metadata: { 'split.tensors.count': 21 } });
    const error = await errorOf(parts[0]!);
    expect(error).toBeInstanceOf(MismatchedPartsError);
    expect((error as Error).message).toContain('tensors is 20, where 21 was');
  });

  it('names the file that is cut off', async () => {
    const [, second = new Uint8Array()] = smallModelParts(3);
    await writeFile(parts[1]!, second.subarray(0, second.length / 2));
    const error = await errorOf(parts[0]!);
    expect(error).toBeInstanceOf(TruncatedModelError);
    expect(error).toMatchObject({ modelPath: parts[1] });
  });
});
