import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gguf } from '@huggingface/gguf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DamagedModelError, TruncatedModelError, UnsupportedFeatureError } from '../../../src/model/errors.js';
import { GgufFile } from '../../../src/model/gguf/file.js';
import { GgufPart } from '../../../src/model/gguf/part.js';
import { encodeGguf, floatTensor, smallModel } from './gguf-writer.js';

const EMBEDDED = path.resolve(import.meta.dirname, '../../../models/smollm2-135m-instruct-q4_1.gguf');

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gguf-'));
  file = path.join(folder, 'model.gguf');
});
afterEach(() => rm(folder, { recursive: true }));

async function errorOf(bytes: Uint8Array): Promise<unknown> {
  await writeFile(file, bytes);
  return GgufFile.open(file).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a GGUF header', () => {
  it('says what Hugging Face’s reader finds in a real model', async () => {
    const expected = await gguf(EMBEDDED, { allowLocalFile: true });
    const part = await GgufPart.open(EMBEDDED);
    const { metadata, tensors } = part.header;
    await part.close();
    const { version, tensor_count, kv_count, ...values } = expected.metadata;
    expect(kv_count).toBe(BigInt(Object.keys(values).length));
    for (const [key, value] of Object.entries(values)) {
      expect(metadata.value(key), key).toEqual(typeof value === 'bigint' ? Number(value) : value);
    }
    expect(tensors).toEqual(
      expected.tensorInfos.map(({ name, shape, dtype, offset }) => ({
        name,
        shape: shape.map(Number),
        type: dtype,
        offset: Number(expected.tensorDataOffset + offset),
      })),
    );
  });

  it('is read whole, however long it is', async () => {
    const tokens = Array.from({ length: 200_000 }, (_, id) => `a token that is longer than most, number ${id}`);
    await writeFile(file, smallModel({ metadata: { 'tokenizer.ggml.tokens': tokens, 'general.name': 'At the end' } }));
    const model = await GgufFile.open(file);
    expect(model.strings('tokenizer.ggml.tokens')).toEqual(tokens);
    expect(model.string('general.name')).toBe('At the end');
    const [first] = (await model.vector(model.tensor('output_norm.weight', 1, 64))).subarray(1);
    expect(first).toBe(Math.fround(Math.sin(1) / 8));
    await model.close();
  });

  it('has values of the type that was asked for, or none', async () => {
    await writeFile(file, encodeGguf({ text: 'ü', number: 2.5, yes: true, texts: ['a', 'b'], numbers: [1, 2] }, {}));
    const model = await GgufFile.open(file);
    expect(model.string('text')).toBe('ü');
    expect(model.number('number')).toBe(2.5);
    expect(model.boolean('yes')).toBe(true);
    expect(model.strings('texts')).toEqual(['a', 'b']);
    expect(model.numbers('numbers')).toEqual([1, 2]);
    expect(model.string('nothing')).toBeUndefined();
    expect(() => model.number('text')).toThrow(DamagedModelError);
    expect(() => model.strings('numbers')).toThrow(DamagedModelError);
    expect(() => model.numbers('number')).toThrow(DamagedModelError);
    await model.close();
  });

  it('puts tensors where its alignment says', async () => {
    const key = 'general.alignment';
    const bytes = Buffer.from(encodeGguf({ [key]: 32 }, { 'some.weight': floatTensor(8) }));
    bytes.writeUInt32LE(4, bytes.indexOf(key) + key.length + 4);
    await writeFile(file, bytes);
    const model = await GgufFile.open(file);
    const headerEnd = bytes.indexOf('some.weight') + 'some.weight'.length + 4 + 8 + 4 + 8;
    const { offset } = model.tensor('some.weight', 1, 8);
    expect(offset).toBe(Math.ceil(headerEnd / 4) * 4);
    expect(offset).not.toBe(Math.ceil(headerEnd / 32) * 32);
    await model.close();
  });

  it('with an unknown type of value, too many dimensions or an alignment of 0 is damaged', async () => {
    const bytes = encodeGguf({ key: 1 }, { tensor: floatTensor(8) });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const at = Buffer.from(bytes).indexOf('key') + 3;
    view.setUint32(at, 13, true);
    expect(await errorOf(bytes)).toBeInstanceOf(DamagedModelError);
    view.setUint32(at, 4, true);
    expect(await errorOf(bytes)).toBeUndefined();
    view.setUint32(Buffer.from(bytes).indexOf('tensor') + 6, 5, true);
    expect(await errorOf(bytes)).toBeInstanceOf(DamagedModelError);
    expect(await errorOf(encodeGguf({ 'general.alignment': 0 }, {}))).toBeInstanceOf(DamagedModelError);
  });

  it('with a count that no file can hold ends where the file ends', async () => {
    const bytes = encodeGguf({ key: ['text'] }, {});
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    view.setBigUint64(Buffer.from(bytes).indexOf('key') + 3 + 4 + 4, 1n << 60n, true);
    expect(await errorOf(bytes)).toBeInstanceOf(TruncatedModelError);
  });

  it('that is big-endian is not supported', async () => {
    const bytes = encodeGguf({}, {});
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(4, 3, false);
    expect(await errorOf(bytes)).toBeInstanceOf(UnsupportedFeatureError);
  });
});
