import { Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { InPlaceKeyValues, type KeyValues } from '../../../src/engine/child/key-values.js';

const shape = { layers: 1, kvHeads: 2, headDim: 1 };

/** Keys of so many new tokens: the digits are row, head, token. */
function digits(rows: readonly number[], tokens: readonly number[]): Tensor[] {
  const keys = [0, 1].flatMap((head) => rows.flatMap((row) => tokens.map((token) => 100 * row + 10 * head + token)));
  const dimensions = [2, rows.length, tokens.length, 1];
  return [keys, keys.map((key) => -key)].map((values) => new Tensor('float32', Float32Array.from(values), dimensions));
}

const keysOf = ({ tensors }: KeyValues) => [...(tensors[0]!.data as Float32Array)];

it('keeps what is put into it in place while it grows', () => {
  const cache = new InPlaceKeyValues(shape, 2, 6, 2);
  expect(cache.columns).toBe(2);
  expect(keysOf(cache)).toEqual(new Array(8).fill(0));
  for (let token = 1; token <= 5; token++) cache.put(digits([1, 2], [token]), 1, token - 1);
  expect(cache.columns).toBe(6);
  // What was never written is masked; there may be anything.
  const written = keysOf(cache).filter((_, i) => i % 6 < 5);
  const expected = [101, 102, 103, 104, 105, 201, 202, 203, 204, 205];
  expect(written).toEqual([...expected, ...expected.map((key) => key + 10)]);
  expect(cache.tensors[1]!.data[1]).toBe(-102);
});

it('keeps the rows named, and can still grow', () => {
  const cache = new InPlaceKeyValues(shape, 3, 3, 1);
  cache.put(digits([1, 2, 3], [1, 2]), 2, 0);
  cache.keepRows([0, 2]);
  expect(cache.rows).toBe(2);
  cache.put(digits([1, 3], [3]), 1, 2);
  expect(keysOf(cache)).toEqual([101, 102, 103, 301, 302, 303, 111, 112, 113, 311, 312, 313]);
});

it('can be shortened to its first columns, with room for others', () => {
  const cache = new InPlaceKeyValues(shape, 1, 3, 1);
  cache.put(digits([1], [1, 2, 3]), 3, 0);
  const shortened = cache.shortened(2, 4);
  expect(shortened.columns).toBe(2);
  expect(keysOf(shortened)).toEqual([101, 102, 111, 112]);
  shortened.put(digits([1], [7, 8]), 2, 2);
  expect(keysOf(shortened)).toEqual([101, 102, 107, 108, 111, 112, 117, 118]);
});
