import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOccurrences } from './count-occurrences.js';

test('counts each', () => {
  assert.deepEqual({ ...countOccurrences(['a', 'b', 'a']) }, { a: 2, b: 1 });
});

test('all different', () => {
  assert.deepEqual({ ...countOccurrences(['x', 'y']) }, { x: 1, y: 1 });
});

test('one value', () => {
  assert.deepEqual({ ...countOccurrences(['z', 'z', 'z']) }, { z: 3 });
});

test('an empty list', () => {
  assert.deepEqual({ ...countOccurrences([]) }, {});
});

test('capitals are other values', () => {
  assert.deepEqual({ ...countOccurrences(['a', 'A']) }, { a: 1, A: 1 });
});

test('the empty text is a value', () => {
  assert.deepEqual({ ...countOccurrences(['', '']) }, { '': 2 });
});

test('names that every object has', () => {
  assert.deepEqual({ ...countOccurrences(['toString']) }, { toString: 1 });
});
