import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMaxBy } from './find-max-by.js';

test('in the middle', () => {
  assert.deepEqual(
    findMaxBy(['a', 'ccc', 'bb'], (text) => text.length),
    'ccc',
  );
});

test('at the start', () => {
  assert.deepEqual(
    findMaxBy([9, 1, 2], (number) => number),
    9,
  );
});

test('at the end', () => {
  assert.deepEqual(
    findMaxBy([{ n: 1 }, { n: 2 }], (item) => item.n),
    { n: 2 },
  );
});

test('the first of several', () => {
  assert.deepEqual(
    findMaxBy(['ab', 'cd'], (text) => text.length),
    'ab',
  );
});

test('negative numbers', () => {
  assert.deepEqual(
    findMaxBy([-5, -2, -9], (number) => number),
    -2,
  );
});

test('no items', () => {
  assert.deepEqual(
    findMaxBy<number>([], (number) => number),
    undefined,
  );
});

test('an item that looks like nothing', () => {
  assert.deepEqual(
    findMaxBy([0, -1], (number) => number),
    0,
  );
});
