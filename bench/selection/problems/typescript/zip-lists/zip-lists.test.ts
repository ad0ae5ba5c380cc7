import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zipLists } from './zip-lists.js';

test('lists of the same length', () => {
  assert.deepEqual(zipLists([1, 2], ['a', 'b']), [
    [1, 'a'],
    [2, 'b'],
  ]);
});

test('one pair', () => {
  assert.deepEqual(zipLists(['x'], [true]), [['x', true]]);
});

test('the first is shorter', () => {
  assert.deepEqual(zipLists([1], ['a', 'b', 'c']), [[1, 'a']]);
});

test('the second is shorter', () => {
  assert.deepEqual(zipLists([1, 2, 3], ['a']), [[1, 'a']]);
});

test('one is empty', () => {
  assert.deepEqual(zipLists([], [1]), []);
  assert.deepEqual(zipLists([1], []), []);
});

test('both are empty', () => {
  assert.deepEqual(zipLists([], []), []);
});

test('items that are undefined', () => {
  assert.deepEqual(zipLists([undefined, 1], [2, undefined]), [
    [undefined, 2],
    [1, undefined],
  ]);
});
