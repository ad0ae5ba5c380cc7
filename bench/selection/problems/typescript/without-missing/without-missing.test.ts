import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutMissing } from './without-missing.js';

test('numbers', () => {
  assert.deepEqual(withoutMissing([1, null, 2, undefined]), [1, 2]);
});

test('none is missing', () => {
  assert.deepEqual(withoutMissing(['a', 'b']), ['a', 'b']);
});

test('all are missing', () => {
  assert.deepEqual(withoutMissing([null, undefined]), []);
});

test('no items', () => {
  assert.deepEqual(withoutMissing([]), []);
});

test('0 is not missing', () => {
  assert.deepEqual(withoutMissing([0, null, 1]), [0, 1]);
});

test('nor an empty text or false', () => {
  assert.deepEqual(withoutMissing(['', false, undefined]), ['', false]);
});

test('the list stays as it was', () => {
  const items = [1, null];
  withoutMissing(items);
  assert.deepEqual(items, [1, null]);
});
