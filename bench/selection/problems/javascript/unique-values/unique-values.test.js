import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueValues } from './unique-values.js';

test('keeps the first of each', () => {
  assert.deepEqual(uniqueValues([3, 1, 3, 2, 1]), [3, 1, 2]);
});

test('all different', () => {
  assert.deepEqual(uniqueValues([1, 2, 3]), [1, 2, 3]);
});

test('all the same', () => {
  assert.deepEqual(uniqueValues([5, 5, 5]), [5]);
});

test('an empty list', () => {
  assert.deepEqual(uniqueValues([]), []);
});

test('texts', () => {
  assert.deepEqual(uniqueValues(['b', 'a', 'b']), ['b', 'a']);
});

test('a number is not its text', () => {
  assert.deepEqual(uniqueValues([1, '1', 1]), [1, '1']);
});

test('NaN is one value', () => {
  assert.deepEqual(uniqueValues([Number.NaN, Number.NaN]), [Number.NaN]);
});
