import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastElement } from './last-element.js';

test('of several', () => {
  assert.deepEqual(lastElement([1, 2, 3]), 3);
});

test('of one', () => {
  assert.deepEqual(lastElement(['a']), 'a');
});

test('of none it is null', () => {
  assert.deepEqual(lastElement([]), null);
});

test('a last 0', () => {
  assert.deepEqual(lastElement([1, 0]), 0);
});

test('a last empty string', () => {
  assert.deepEqual(lastElement(['a', '']), '');
});

test('a last false', () => {
  assert.deepEqual(lastElement([true, false]), false);
});

test('the list stays as it was', () => {
  const list = [1, 2];
  lastElement(list);
  assert.deepEqual(list, [1, 2]);
});
