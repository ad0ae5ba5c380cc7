import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pluck } from './pluck.js';

test('numbers', () => {
  assert.deepEqual(pluck([{ a: 1 }, { a: 2 }], 'a'), [1, 2]);
});

test('texts', () => {
  assert.deepEqual(
    pluck(
      [
        { name: 'x', age: 1 },
        { name: 'y', age: 2 },
      ],
      'name',
    ),
    ['x', 'y'],
  );
});

test('one item', () => {
  assert.deepEqual(pluck([{ a: true }], 'a'), [true]);
});

test('no items', () => {
  assert.deepEqual(pluck([] as { a: number }[], 'a'), []);
});

test('values that look like nothing', () => {
  assert.deepEqual(pluck([{ a: 0 }, { a: null }, { a: '' }], 'a'), [0, null, '']);
});

test('a missing value', () => {
  assert.deepEqual(pluck<{ a?: number }, 'a'>([{ a: 1 }, {}], 'a'), [1, undefined]);
});
