import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeList } from './range-list.js';

test('several', () => {
  assert.deepEqual(rangeList(2, 5), [2, 3, 4, 5]);
});

test('from 0', () => {
  assert.deepEqual(rangeList(0, 2), [0, 1, 2]);
});

test('one', () => {
  assert.deepEqual(rangeList(3, 3), [3]);
});

test('none', () => {
  assert.deepEqual(rangeList(5, 4), []);
});

test('from a negative number', () => {
  assert.deepEqual(rangeList(-2, 1), [-2, -1, 0, 1]);
});

test('a hundred', () => {
  assert.deepEqual(rangeList(1, 100).length, 100);
});
