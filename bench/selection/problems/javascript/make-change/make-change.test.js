import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeChange } from './make-change.js';

test('one coin', () => {
  assert.deepEqual(makeChange(5, [1, 5]), [5]);
});

test('largest first', () => {
  assert.deepEqual(makeChange(8, [1, 5, 2]), [5, 2, 1]);
});

test('nothing', () => {
  assert.deepEqual(makeChange(0, [1, 2]), []);
});

test('not possible', () => {
  assert.deepEqual(makeChange(3, [2]), null);
  assert.deepEqual(makeChange(1, []), null);
});

test('taking the largest is not best', () => {
  assert.deepEqual(makeChange(6, [1, 3, 4]), [3, 3]);
});

test('taking the largest leads nowhere', () => {
  assert.deepEqual(makeChange(6, [4, 3]), [3, 3]);
});

test('the same coin again', () => {
  assert.deepEqual(makeChange(9, [3]), [3, 3, 3]);
});

test('the larger coin at the first difference', () => {
  assert.deepEqual(makeChange(10, [2, 4, 6, 8]), [8, 2]);
});

test('a larger amount', () => {
  assert.deepEqual(makeChange(63, [1, 5, 10, 21, 25]), [21, 21, 21]);
});

test('the coins stay as they were', () => {
  const coins = [1, 2, 5];
  makeChange(9, coins);
  assert.deepEqual(coins, [1, 2, 5]);
});

test('an amount for which trying all takes too long', () => {
  assert.deepEqual(makeChange(400, [7, 11, 13, 17]).length, 24);
});
