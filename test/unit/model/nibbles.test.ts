import { describe, expect, it } from 'vitest';
import { GROUP_SIZE } from '../../../src/model/gguf/dequantize/nibbles.js';
import { tensorType } from '../../../src/model/gguf/tensor-types.js';
import fixture from './fixtures/dequantize.json';

const types = Array.from({ length: 64 }, (_, id) => tensorType(id)).filter((type) => type !== undefined);
const cases = new Map<string, { bytes: string }>(Object.entries(fixture));

describe('4 bits as they are in the file', () => {
  const readable = types.flatMap(({ name, blockSize, blockBytes, dequantize, nibbles }) =>
    nibbles ? [{ name, blockSize, blockBytes, dequantize, nibbles }] : [],
  );

  it('can be read of the types that have a scale for 32 values', () => {
    expect(readable.map(({ name }) => name)).toEqual(['Q4_0', 'Q4_1', 'Q4_K']);
  });

  it.each(readable)('are the values of $name', ({ name, blockSize, blockBytes, dequantize, nibbles }) => {
    // From the middle of a buffer, as a slab may be.
    const stored = Buffer.from(cases.get(name)?.bytes ?? '', 'base64');
    const bytes = Uint8Array.from([0, ...stored]).subarray(1);
    const values = new Float32Array((bytes.length / blockBytes) * blockSize);
    dequantize(bytes, values);
    const count = values.length / GROUP_SIZE;
    const groups = {
      quants: new Uint8Array(values.length / 2),
      scales: new Float32Array(count),
      centres: new Float32Array(count).fill(Number.NaN),
    };
    nibbles.read(bytes, groups);
    for (const [i, value] of values.entries()) {
      const group = Math.floor(i / GROUP_SIZE);
      const [scale, centre] = [groups.scales[group]!, groups.centres[group]!];
      const quant = (groups.quants[i >> 1]! >> (4 * (i & 1))) & 15;
      // Only a centre may have been rounded, to float32.
      expect(Math.abs(scale * (quant - 8) + centre - value)).toBeLessThanOrEqual(2 ** -24 * (8 * Math.abs(scale)));
    }
    expect(groups.centres.some((centre) => centre !== 0)).toBe(nibbles.hasCentres);
  });
});
