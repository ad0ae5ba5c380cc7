import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factorial } from './factorial.js';

test('of 5', () => {
  assert.deepEqual(factorial(5), 120);
});

test('of 1', () => {
  assert.deepEqual(factorial(1), 1);
});

test('of 0', () => {
  assert.deepEqual(factorial(0), 1);
});

test('of 2 and 3', () => {
  assert.deepEqual(factorial(2), 2);
  assert.deepEqual(factorial(3), 6);
});

test('of 10', () => {
  assert.deepEqual(factorial(10), 3628800);
});

test('of 18, the last that is exact', () => {
  assert.deepEqual(factorial(18), 6402373705728000);
});
