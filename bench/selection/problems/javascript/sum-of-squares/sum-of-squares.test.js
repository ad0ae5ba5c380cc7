import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumOfSquares } from './sum-of-squares.js';

test('of several', () => {
  assert.deepEqual(sumOfSquares([1, 2, 3]), 14);
});

test('of one', () => {
  assert.deepEqual(sumOfSquares([7]), 49);
});

test('of none it is 0', () => {
  assert.deepEqual(sumOfSquares([]), 0);
});

test('of negative numbers', () => {
  assert.deepEqual(sumOfSquares([-2, 3]), 13);
});

test('of fractions', () => {
  assert.deepEqual(sumOfSquares([0.5, 1.5]), 2.5);
});

test('of zeros', () => {
  assert.deepEqual(sumOfSquares([0, 0]), 0);
});
