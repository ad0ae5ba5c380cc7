import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sum } from './sum.js';

test('adds the numbers up', () => {
  assert.equal(sum([1, 2, 3]), 6);
  assert.equal(sum([-5, 5]), 0);
});

test('no numbers make 0', () => {
  assert.equal(sum([]), 0);
});
