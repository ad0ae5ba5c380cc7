import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBy } from './group-by.js';

test('two groups', () => {
  assert.deepEqual(
    [...groupBy([1, 2, 3], (n) => n % 2)],
    [
      [1, [1, 3]],
      [0, [2]],
    ],
  );
});

test('by the first letter', () => {
  assert.deepEqual(
    [...groupBy(['ab', 'c', 'ad'], (text) => text.charAt(0))],
    [
      ['a', ['ab', 'ad']],
      ['c', ['c']],
    ],
  );
});

test('all in one', () => {
  assert.deepEqual([...groupBy([1, 2], () => 'x')], [['x', [1, 2]]]);
});

test('no items', () => {
  assert.deepEqual([...groupBy([], () => 1)], []);
});

test('it is a Map', () => {
  assert.deepEqual(groupBy([1], (n) => n) instanceof Map, true);
});

test('keys are not made texts', () => {
  assert.deepEqual(
    [...groupBy<number | string, number | string>([1, '1'], (key) => key)],
    [
      [1, [1]],
      ['1', ['1']],
    ],
  );
});

test('a key that is undefined', () => {
  assert.deepEqual(
    [...groupBy([1, 2], (n) => (n === 1 ? undefined : 'b'))],
    [
      [undefined, [1]],
      ['b', [2]],
    ],
  );
});

test('the key of each item is asked for once', () => {
  let asked = 0;
  groupBy([1, 2, 3], () => asked++);
  assert.equal(asked, 3);
});
