import assert from 'node:assert/strict';
import { test } from 'node:test';
import { average } from './average.js';

test('is the mean of the numbers', () => {
  assert.equal(average([1, 2, 3]), 2);
  assert.equal(average([10]), 10);
});

test('is 0 for no numbers', () => {
  assert.equal(average([]), 0);
});
