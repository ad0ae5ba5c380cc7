import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExternalDataWriter } from '../../../src/model/onnx/external-data.js';
import { DataType, encodeModel } from '../../../src/model/onnx/messages.js';

describe('an encoded model', () => {
  it("equals the onnx package's, byte for byte", async () => {
    const expected = await readFile(path.join(import.meta.dirname, 'fixtures/onnx-model.txt'), 'utf8');
    const encoded = encodeModel({
      irVersion: 8,
      producer: 'test',
      operatorSets: { '': 14, 'com.example': 1 },
      graph: {
        name: 'test',
        nodes: [
          {
            name: 'layer/node',
            operator: 'Anything',
            domain: 'com.example',
            inputs: ['x', '', 'inline'],
            outputs: ['y', 'z'],
            attributes: { axis: -1, epsilon: { float: 1e-5 }, perm: [0, 2, 1] },
          },
        ],
        initializers: [
          {
            name: 'inline',
            type: DataType.Int64,
            dimensions: [2],
            data: new Uint8Array(BigInt64Array.of(1n, -1n).buffer),
          },
          {
            name: 'external',
            type: DataType.Uint8,
            dimensions: [3, 2, 64],
            data: { file: 'weights.data', offset: 5 * 2 ** 30, length: 384 },
          },
        ],
        inputs: [{ name: 'x', type: DataType.Float, dimensions: ['b', 1, 'P+S+t'] }],
        outputs: [{ name: 'y', type: DataType.Int64, dimensions: [] }],
      },
    });
    expect(Buffer.from(encoded).toString('base64')).toBe(expected.trim());
  });
});

describe('external data', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'external-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lies where its region says, at a page of its own', async () => {
    const writer = await ExternalDataWriter.create(folder, 'data');
    const first = await writer.write([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    const second = await writer.write([Float32Array.of(0, 0.5, 0).subarray(1, 2)]);
    await writer.close();
    expect(first).toEqual({ file: 'data', offset: 0, length: 3 });
    expect(second).toEqual({ file: 'data', offset: 4096, length: 4 });
    const bytes = await readFile(path.join(folder, 'data'));
    expect([...bytes.subarray(0, 4)]).toEqual([1, 2, 3, 0]);
    expect(bytes.readFloatLE(4096)).toBe(0.5);
  });
});
