import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flattenToDepth } from './flatten-to-depth.js';

test('one level', () => {
  assert.deepEqual(flattenToDepth([1, [2, 3]], 1), [1, 2, 3]);
});

test('what is deeper stays', () => {
  assert.deepEqual(flattenToDepth([1, [2, [3]]], 1), [1, 2, [3]]);
});

test('two levels', () => {
  assert.deepEqual(flattenToDepth([1, [2, [3, [4]]]], 2), [1, 2, 3, [4]]);
});

test('depth 0 unfolds nothing', () => {
  assert.deepEqual(flattenToDepth([1, [2]], 0), [1, [2]]);
});

test('more than there is', () => {
  assert.deepEqual(flattenToDepth([[[1]], 2], 10), [1, 2]);
});

test('without end', () => {
  assert.deepEqual(flattenToDepth([[[[[1]]]]], Infinity), [1]);
});

test('empty lists vanish', () => {
  assert.deepEqual(flattenToDepth([[], 1, [[]]], 2), [1]);
});

test('texts are not lists', () => {
  assert.deepEqual(flattenToDepth(['ab', ['cd']], 1), ['ab', 'cd']);
});

test('does not use flat', () => {
  assert.doesNotMatch(flattenToDepth.toString(), /\.flat/);
});
