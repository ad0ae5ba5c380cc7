import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeIntervals } from './merge-intervals.js';

test('two apart stay', () => {
  assert.deepEqual(
    mergeIntervals([
      [1, 2],
      [4, 5],
    ]),
    [
      [1, 2],
      [4, 5],
    ],
  );
});

test('two that overlap', () => {
  assert.deepEqual(
    mergeIntervals([
      [1, 3],
      [2, 4],
    ]),
    [[1, 4]],
  );
});

test('in any order', () => {
  assert.deepEqual(
    mergeIntervals([
      [5, 8],
      [1, 3],
      [2, 4],
    ]),
    [
      [1, 4],
      [5, 8],
    ],
  );
});

test('two that touch', () => {
  assert.deepEqual(
    mergeIntervals([
      [1, 2],
      [2, 3],
    ]),
    [[1, 3]],
  );
});

test('one inside another', () => {
  assert.deepEqual(
    mergeIntervals([
      [1, 10],
      [2, 3],
    ]),
    [[1, 10]],
  );
});

test('a chain of three', () => {
  assert.deepEqual(
    mergeIntervals([
      [1, 3],
      [3, 5],
      [4, 9],
    ]),
    [[1, 9]],
  );
});

test('numbers of two digits', () => {
  assert.deepEqual(
    mergeIntervals([
      [10, 11],
      [9, 9],
      [100, 101],
    ]),
    [
      [9, 9],
      [10, 11],
      [100, 101],
    ],
  );
});

test('none', () => {
  assert.deepEqual(mergeIntervals([]), []);
});

test('what is given is not changed', () => {
  const given = [
    [4, 5],
    [1, 4],
  ];
  mergeIntervals(given);
  assert.deepEqual(given, [
    [4, 5],
    [1, 4],
  ]);
});
