import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectedGroups } from './connected-groups.js';

test('no pairs', () => {
  assert.deepEqual(connectedGroups(['a', 'b'], []), [['a'], ['b']]);
});

test('no items', () => {
  assert.deepEqual(connectedGroups([], []), []);
});

test('one pair', () => {
  assert.deepEqual(connectedGroups(['a', 'b', 'c'], [['a', 'c']]), [['a', 'c'], ['b']]);
});

test('by way of another', () => {
  assert.deepEqual(
    connectedGroups(
      [1, 2, 3],
      [
        [1, 2],
        [2, 3],
      ],
    ),
    [[1, 2, 3]],
  );
});

test('two groups', () => {
  assert.deepEqual(
    connectedGroups(
      [1, 2, 3, 4],
      [
        [1, 3],
        [2, 4],
      ],
    ),
    [
      [1, 3],
      [2, 4],
    ],
  );
});

test('pairs the other way round', () => {
  assert.deepEqual(connectedGroups([1, 2, 3], [[3, 1]]), [[1, 3], [2]]);
});

test('two groups that a later pair joins', () => {
  assert.deepEqual(
    connectedGroups(
      [1, 2, 3, 4],
      [
        [1, 2],
        [3, 4],
        [4, 1],
      ],
    ),
    [[1, 2, 3, 4]],
  );
});

test('in the order of the items, not of the pairs', () => {
  assert.deepEqual(
    connectedGroups(
      [1, 2, 3, 4],
      [
        [4, 3],
        [3, 2],
      ],
    ),
    [[1], [2, 3, 4]],
  );
});

test('a ring, a pair twice and one with itself', () => {
  assert.deepEqual(
    connectedGroups(
      [1, 2, 3],
      [
        [1, 2],
        [2, 1],
        [1, 2],
        [3, 3],
      ],
    ),
    [[1, 2], [3]],
  );
});

test('objects by what they are', () => {
  const [a, b] = [{ n: 1 }, { n: 1 }];
  assert.equal(connectedGroups([a, b], []).length, 2);
});

test('something that is no item', () => {
  assert.throws(() => connectedGroups([1], [[1, 2]]), RangeError);
});

test('a chain of 5000', () => {
  const items = Array.from({ length: 5000 }, (_, index) => index);
  const pairs = items.slice(1).map((item) => [item, item - 1] as const);
  assert.equal(connectedGroups(items, pairs.reverse()).length, 1);
});
