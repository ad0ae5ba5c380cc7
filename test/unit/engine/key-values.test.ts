import { expect, it } from 'vitest';
import { KeyValues } from '../../../src/engine/child/key-values.js';

const shape = { layers: 1, kvHeads: 2, headDim: 1 };

/** Keys of so many new tokens: the digits are row, head, token. */
function digits(rows: readonly number[], tokens: readonly number[]): Float32Array[] {
  const keys = [0, 1].flatMap((head) => rows.flatMap((row) => tokens.map((token) => 100 * row + 10 * head + token)));
  return [Float32Array.from(keys), Float32Array.from(keys, (key) => -key)];
}

it('keeps what is put into it in place while it grows', () => {
  const cache = new KeyValues(shape, 2, 6, 2);
  expect(cache.columns).toBe(2);
  expect([...cache.tensors[0]!]).toEqual(new Array(8).fill(0));
  for (let token = 1; token <= 5; token++) cache.put(digits([1, 2], [token]), 1, token - 1);
  expect(cache.columns).toBe(6);
  // What was never written is masked; there may be anything.
  const written = [...cache.tensors[0]!].filter((_, i) => i % 6 < 5);
  const expected = [101, 102, 103, 104, 105, 201, 202, 203, 204, 205];
  expect(written).toEqual([...expected, ...expected.map((key) => key + 10)]);
  expect(cache.tensors[1]![1]).toBe(-102);
});

it('keeps the rows named, and can still grow', () => {
  const cache = new KeyValues(shape, 3, 3, 1);
  cache.put(digits([1, 2, 3], [1, 2]), 2, 0);
  cache.keepRows([0, 2]);
  expect(cache.rows).toBe(2);
  cache.put(digits([1, 3], [3]), 1, 2);
  expect([...cache.tensors[0]!]).toEqual([101, 102, 103, 301, 302, 303, 111, 112, 113, 311, 312, 313]);
});

it('takes the first columns of another over', () => {
  const cache = new KeyValues(shape, 1, 3, 1);
  cache.put(digits([1], [1, 2, 3]), 3, 0);
  const other = new KeyValues(shape, 1, 4, 1);
  other.takeColumns(cache, 2);
  expect(other.columns).toBe(2);
  expect([...other.tensors[0]!]).toEqual([101, 102, 111, 112]);
});
