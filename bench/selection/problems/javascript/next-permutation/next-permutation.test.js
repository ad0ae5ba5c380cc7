import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextPermutation } from './next-permutation.js';

test('of two', () => {
  assert.deepEqual(nextPermutation([1, 2]), [2, 1]);
});

test('the last two change', () => {
  assert.deepEqual(nextPermutation([1, 2, 3]), [1, 3, 2]);
});

test('the first changes', () => {
  assert.deepEqual(nextPermutation([1, 3, 2]), [2, 1, 3]);
});

test('after the last there is none', () => {
  assert.deepEqual(nextPermutation([3, 2, 1]), null);
});

test('of one or none there is no next', () => {
  assert.deepEqual(nextPermutation([1]), null);
  assert.deepEqual(nextPermutation([]), null);
});

test('numbers that come twice', () => {
  assert.deepEqual(nextPermutation([1, 1, 5]), [1, 5, 1]);
  assert.deepEqual(nextPermutation([2, 2]), null);
});

test('equal numbers behind', () => {
  assert.deepEqual(nextPermutation([1, 5, 5, 1]), [5, 1, 1, 5]);
});

test('a long tail', () => {
  assert.deepEqual(nextPermutation([1, 4, 3, 2]), [2, 1, 3, 4]);
});

test('numbers of two digits', () => {
  assert.deepEqual(nextPermutation([9, 10, 8]), [10, 8, 9]);
});

test('what is given is not changed', () => {
  const given = [1, 2, 3];
  nextPermutation(given);
  assert.deepEqual(given, [1, 2, 3]);
});

test('all six of three', () => {
  const all = [];
  for (let now = [1, 2, 3]; now; now = nextPermutation(now)) all.push(now.join(''));
  assert.deepEqual(all, ['123', '132', '213', '231', '312', '321']);
});
