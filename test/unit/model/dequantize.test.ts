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
    for (const [index, value] of expected.entries()) {
      // The package rounds after every operation, we once at the end.
      if (Number.isFinite(value))
        expect(Math.abs(values[index]! - value)).toBeLessThanOrEqual(1e-6 * largest(expected));
      else expect(values[index]).toBe(value);
    }
  });
});

function largest(values: Float32Array): number {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}
