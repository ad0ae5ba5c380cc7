import { describe, expect, it } from 'vitest';
import { BLOCK_SIZE, quantizeBlocks, quantizeRows } from '../../../src/model/graph/quantize.js';

function roundTrip(values: Float32Array): { restored: number[]; scales: Float32Array } {
  const blocks = values.length / BLOCK_SIZE;
  const to = {
    quants: new Uint8ClampedArray(values.length),
    scales: new Float32Array(blocks),
    zeroPoints: new Uint8Array(blocks),
  };
  quantizeBlocks(values, to, 0);
  const restored = [...to.quants].map((quant, i) => {
    const block = Math.floor(i / BLOCK_SIZE);
    return to.scales[block]! * (quant - to.zeroPoints[block]!);
  });
  return { restored, scales: to.scales };
}

describe('8 bits a block', () => {
  it('is within half a step of every weight, whatever the range, and keeps 0', () => {
    const values = Float32Array.from({ length: 4 * BLOCK_SIZE }, (_, i) => {
      const wave = Math.sin(i * 1.7);
      return [wave, 3 + wave, -100 + wave, i === 3 * BLOCK_SIZE ? 1e4 : wave * 1e-3][Math.floor(i / BLOCK_SIZE)]!;
    });
    values[5] = 0;
    const { restored, scales } = roundTrip(values);
    for (const [i, value] of values.entries()) {
      expect(Math.abs(restored[i]! - value)).toBeLessThanOrEqual(0.5001 * scales[Math.floor(i / BLOCK_SIZE)]!);
    }
    expect(restored[5]).toBe(0);
  });

  it('is exact for zeros', () => {
    expect(roundTrip(new Float32Array(BLOCK_SIZE)).restored).toEqual(new Array(BLOCK_SIZE).fill(0));
  });
});

describe('8 bits a row', () => {
  it('is within half a step of every weight, turned round, slab by slab', () => {
    const [rows, columns] = [5, 3];
    const values = Float32Array.from({ length: rows * columns }, (_, i) => (i === 4 ? 0 : Math.sin(i) * 10 ** (i % 3)));
    values.fill(0, 3 * columns, 4 * columns);
    const to = { quants: new Int8Array(rows * columns), scales: new Float32Array(rows) };
    quantizeRows(values.subarray(0, 2 * columns), columns, to, 0);
    quantizeRows(values.subarray(2 * columns), columns, to, 2);
    for (const [i, value] of values.entries()) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const restored = to.scales[row]! * to.quants[column * rows + row]!;
      expect(Math.abs(restored - value)).toBeLessThanOrEqual(0.5001 * to.scales[row]!);
      if (value === 0) expect(restored).toBe(0);
    }
  });
});
