import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPath, type Tree } from './find-path.js';

const tree = <T>(value: T, ...children: Tree<T>[]): Tree<T> => ({ value, children });
const numbers = tree(1, tree(2, tree(4), tree(5)), tree(3, tree(6)));

test('the root', () => {
  assert.deepEqual(
    findPath(numbers, (n) => n === 1),
    [1],
  );
});

test('a child', () => {
  assert.deepEqual(
    findPath(numbers, (n) => n === 3),
    [1, 3],
  );
});

test('a leaf', () => {
  assert.deepEqual(
    findPath(numbers, (n) => n === 5),
    [1, 2, 5],
  );
});

test('the last leaf', () => {
  assert.deepEqual(
    findPath(numbers, (n) => n === 6),
    [1, 3, 6],
  );
});

test('none', () => {
  assert.deepEqual(
    findPath(numbers, (n) => n === 9),
    null,
  );
});

test('a node alone', () => {
  assert.deepEqual(
    findPath(tree('x'), (text) => text === 'x'),
    ['x'],
  );
  assert.deepEqual(
    findPath(tree('x'), () => false),
    null,
  );
});

test('the first in order, not the nearest', () => {
  assert.deepEqual(
    findPath(numbers, (n) => n >= 3),
    [1, 2, 4],
  );
});

test('a node comes before its children', () => {
  assert.deepEqual(
    findPath(numbers, (n) => n % 2 === 0),
    [1, 2],
  );
});

test('values that look like nothing', () => {
  assert.deepEqual(
    findPath(tree<number | null>(0, tree<number | null>(null)), (value) => value === null),
    [0, null],
  );
});
