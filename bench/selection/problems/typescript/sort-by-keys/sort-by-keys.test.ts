import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortByKeys } from './sort-by-keys.js';

test('by a number', () => {
  assert.deepEqual(sortByKeys([3, 1, 2], [(n) => n]), [1, 2, 3]);
});

test('by a text', () => {
  assert.deepEqual(sortByKeys(['b', 'c', 'a'], [(text) => text]), ['a', 'b', 'c']);
});

test('by a second key', () => {
  assert.deepEqual(sortByKeys(['bb', 'a', 'ab'], [(text) => text.length, (text) => text]), ['a', 'ab', 'bb']);
});

test('numbers are not compared as texts', () => {
  assert.deepEqual(sortByKeys([10, 9, 100], [(n) => n]), [9, 10, 100]);
});

test('falling by the negative', () => {
  assert.deepEqual(sortByKeys([1, 3, 2], [(n) => -n]), [3, 2, 1]);
});

test('equal items keep their order', () => {
  assert.deepEqual(sortByKeys(['b1', 'a2', 'b3', 'a4'], [(text) => text.charAt(0)]), ['a2', 'a4', 'b1', 'b3']);
});

test('by three keys', () => {
  assert.deepEqual(
    sortByKeys(
      [
        [1, 1, 2],
        [1, 0, 9],
        [1, 1, 1],
      ],
      [0, 1, 2].map((at) => (row: number[]) => row[at] ?? 0),
    ),
    [
      [1, 0, 9],
      [1, 1, 1],
      [1, 1, 2],
    ],
  );
});

test('capitals come before small letters', () => {
  assert.deepEqual(sortByKeys(['a', 'B'], [(text) => text]), ['B', 'a']);
});

test('without keys nothing moves', () => {
  assert.deepEqual(sortByKeys([2, 1], []), [2, 1]);
});

test('the list stays as it was', () => {
  const items = [2, 1];
  sortByKeys(items, [(n) => n]);
  assert.deepEqual(items, [2, 1]);
});
