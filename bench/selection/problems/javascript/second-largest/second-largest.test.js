import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondLargest } from './second-largest.js';

test('in the middle', () => {
  assert.deepEqual(secondLargest([4, 9, 7]), 7);
});

test('sorted', () => {
  assert.deepEqual(secondLargest([1, 2, 3, 4]), 3);
});

test('the largest comes twice', () => {
  assert.deepEqual(secondLargest([5, 5, 3]), 3);
});

test('negative numbers', () => {
  assert.deepEqual(secondLargest([-1, -5, -3]), -3);
});

test('more than one digit', () => {
  assert.deepEqual(secondLargest([10, 9, 100]), 10);
});

test('one number', () => {
  assert.deepEqual(secondLargest([8]), null);
});

test('all the same', () => {
  assert.deepEqual(secondLargest([2, 2]), null);
});

test('none', () => {
  assert.deepEqual(secondLargest([]), null);
});
