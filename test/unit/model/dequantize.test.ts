import { describe, expect, it } from 'vitest';
import { supportedTensorTypes, tensorType } from '../../../src/model/gguf/tensor-types.js';
import fixture from './fixtures/dequantize.json';

const cases = new Map<string, { bytes: string; values: string }>(Object.entries(fixture));

function floats(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}

describe('dequantising', () => {
  const types = Array.from({ length: 64 }, (_, id) => tensorType(id)).filter((type) => type !== undefined);

  it('knows the types that it says it supports', () => {
    expect(types.map((type) => type.name).sort()).toEqual([...supportedTensorTypes].sort());
    expect(types.map((type) => type.name).sort()).toEqual([...cases.keys()].sort());
  });

  it.each(types)('reads $name as the gguf package does', (type) => {
    const expected = floats(cases.get(type.name)?.values ?? '');
    const bytes = Buffer.from(cases.get(type.name)?.bytes ?? '', 'base64');
    expect(bytes.length).toBe((expected.length / type.blockSize) * type.blockBytes);
    const values = new Float32Array(expected.length);
    type.dequantize(bytes, values);
    // Bit for bit, so that the sign of a zero counts.
    expect(new Uint32Array(values.buffer)).toEqual(new Uint32Array(expected.buffer));
  });

  it('fills what it is given, from the middle of buffers too', () => {
    for (const type of types) {
      const blocks = 2;
      const bytes = new Uint8Array(1 + blocks * type.blockBytes).fill(0x35).subarray(1);
      const around = new Float32Array(2 + blocks * type.blockSize);
      type.dequantize(bytes, around.subarray(1, -1));
      expect(around.at(0), type.name).toBe(0);
      expect(around.at(-1), type.name).toBe(0);
      const alone = new Float32Array(blocks * type.blockSize);
      type.dequantize(Uint8Array.from(bytes), alone);
      expect(around.subarray(1, -1), type.name).toEqual(alone);
    }
  });
});
