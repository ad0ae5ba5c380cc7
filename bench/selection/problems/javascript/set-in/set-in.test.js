import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setIn } from './set-in.js';

test('a name', () => {
  assert.deepEqual(setIn({ a: 1, b: 2 }, 'a', 9), { a: 9, b: 2 });
});

test('a new name', () => {
  assert.deepEqual(setIn({ a: 1 }, 'b', 2), { a: 1, b: 2 });
});

test('a name in a name', () => {
  assert.deepEqual(setIn({ a: { b: 1, c: 2 } }, 'a.b', 9), { a: { b: 9, c: 2 } });
});

test('an index', () => {
  assert.deepEqual(setIn({ list: [1, 2, 3] }, 'list[1]', 9), { list: [1, 9, 3] });
});

test('names behind an index', () => {
  assert.deepEqual(setIn({ list: [{ a: 1 }, { a: 2 }] }, 'list[1].a', 9), { list: [{ a: 1 }, { a: 9 }] });
});

test('an index behind an index', () => {
  assert.deepEqual(
    setIn(
      {
        grid: [
          [1, 2],
          [3, 4],
        ],
      },
      'grid[1][0]',
      9,
    ),
    {
      grid: [
        [1, 2],
        [9, 4],
      ],
    },
  );
});

test('an array at the start', () => {
  assert.deepEqual(setIn([1, 2], '[0]', 9), [9, 2]);
});

test('what is missing is made', () => {
  assert.deepEqual(setIn({}, 'a.b.c', 1), { a: { b: { c: 1 } } });
});

test('an array before an index', () => {
  assert.deepEqual(setIn({}, 'a[0].b', 1), { a: [{ b: 1 }] });
});

test('a null on the path', () => {
  assert.deepEqual(setIn({ a: null }, 'a.b', 1), { a: { b: 1 } });
});

test('the value given is not changed', () => {
  const value = { a: { b: [1] } };
  setIn(value, 'a.b[0]', 2);
  assert.deepEqual(value, { a: { b: [1] } });
});

test('what is not on the path is shared', () => {
  const value = { a: { x: 1 }, b: { y: 2 } };
  const copy = setIn(value, 'a.x', 9);
  assert.equal(copy.b, value.b);
  assert.notEqual(copy.a, value.a);
});
