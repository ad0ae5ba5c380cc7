import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunkList } from './chunk-list.js';

test('without a rest', () => {
  assert.deepEqual(chunkList([1, 2, 3, 4], 2), [
    [1, 2],
    [3, 4],
  ]);
});

test('with a rest', () => {
  assert.deepEqual(chunkList([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
});

test('of one each', () => {
  assert.deepEqual(chunkList(['a', 'b'], 1), [['a'], ['b']]);
});

test('a size that is larger than the list', () => {
  assert.deepEqual(chunkList([1, 2], 5), [[1, 2]]);
});

test('an empty list', () => {
  assert.deepEqual(chunkList([], 3), []);
});

test('the list stays as it was', () => {
  const list = [1, 2, 3];
  chunkList(list, 2);
  assert.deepEqual(list, [1, 2, 3]);
});

test('a size of 0', () => {
  assert.throws(() => chunkList([1], 0), RangeError);
});

test('a negative size', () => {
  assert.throws(() => chunkList([1], -1), RangeError);
});
