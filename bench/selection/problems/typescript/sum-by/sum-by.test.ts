import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumBy } from './sum-by.js';

test('objects', () => {
  assert.deepEqual(
    sumBy([{ n: 1 }, { n: 2 }], (item) => item.n),
    3,
  );
});

test('lengths of texts', () => {
  assert.deepEqual(
    sumBy(['a', 'bcd'], (text) => text.length),
    4,
  );
});

test('numbers themselves', () => {
  assert.deepEqual(
    sumBy([1, 2, 3], (number) => number),
    6,
  );
});

test('one item', () => {
  assert.deepEqual(
    sumBy([5], (number) => number * 2),
    10,
  );
});

test('no items', () => {
  assert.deepEqual(
    sumBy([], () => 1),
    0,
  );
});

test('negative numbers', () => {
  assert.deepEqual(
    sumBy([-1, 4], (number) => number),
    3,
  );
});
