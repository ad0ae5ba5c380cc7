import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caesarShift } from './caesar-shift.js';

test('inside the alphabet', () => {
  assert.deepEqual(caesarShift('abc', 1), 'bcd');
});

test('over its end', () => {
  assert.deepEqual(caesarShift('xyz', 3), 'abc');
});

test('capitals stay capitals', () => {
  assert.deepEqual(caesarShift('Xyz', 3), 'Abc');
});

test('other characters stay', () => {
  assert.deepEqual(caesarShift('a-b c!', 2), 'c-d e!');
});

test('back', () => {
  assert.deepEqual(caesarShift('bcd', -1), 'abc');
});

test('back over the start', () => {
  assert.deepEqual(caesarShift('abc', -3), 'xyz');
});

test('more than the alphabet', () => {
  assert.deepEqual(caesarShift('abc', 27), 'bcd');
});

test('far back', () => {
  assert.deepEqual(caesarShift('bcd', -53), 'abc');
});

test('not at all', () => {
  assert.deepEqual(caesarShift('Hello', 0), 'Hello');
  assert.deepEqual(caesarShift('', 5), '');
});
