import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestRising } from './longest-rising.js';

test('one that rises already', () => {
  assert.deepEqual(longestRising([1, 2, 3]), [1, 2, 3]);
});

test('some are taken out', () => {
  assert.deepEqual(longestRising([5, 1, 4, 2, 3]), [1, 2, 3]);
});

test('falling numbers leave the smallest', () => {
  assert.deepEqual(longestRising([3, 2, 1]), [1]);
});

test('none', () => {
  assert.deepEqual(longestRising([]), []);
});

test('equal numbers do not rise', () => {
  assert.deepEqual(longestRising([2, 2, 2]), [2]);
});

test('negative numbers', () => {
  assert.deepEqual(longestRising([-1, -5, 0, -3]), [-5, -3]);
});

test('the smallest end of several', () => {
  assert.deepEqual(longestRising([1, 9, 5]), [1, 5]);
});

test('a long detour', () => {
  assert.deepEqual(longestRising([10, 9, 2, 5, 3, 7, 101, 18]), [2, 3, 7, 18]);
});

test('greed fails', () => {
  assert.deepEqual(longestRising([1, 100, 2, 3, 4]), [1, 2, 3, 4]);
});

test('two thousand numbers', () => {
  assert.deepEqual(longestRising(Array.from({ length: 2000 }, (_, index) => (index * 7) % 2003)).length > 80, true);
});
