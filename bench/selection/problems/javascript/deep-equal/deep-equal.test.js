import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deepEqual } from './deep-equal.js';

test('numbers and texts', () => {
  assert.deepEqual(deepEqual(1, 1), true);
  assert.deepEqual(deepEqual('a', 'b'), false);
});

test('a number is not its text', () => {
  assert.deepEqual(deepEqual(1, '1'), false);
});

test('arrays', () => {
  assert.deepEqual(deepEqual([1, [2]], [1, [2]]), true);
  assert.deepEqual(deepEqual([1, 2], [2, 1]), false);
});

test('arrays of other lengths', () => {
  assert.deepEqual(deepEqual([1], [1, 2]), false);
});

test('objects, in any order of keys', () => {
  assert.deepEqual(deepEqual({ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }), true);
});

test('another value deep inside', () => {
  assert.deepEqual(deepEqual({ a: { b: [1, 2] } }, { a: { b: [1, 3] } }), false);
});

test('a key more on the right', () => {
  assert.deepEqual(deepEqual({ a: 1 }, { a: 1, b: 2 }), false);
});

test('null is not an object', () => {
  assert.deepEqual(deepEqual(null, {}), false);
  assert.deepEqual(deepEqual(null, null), true);
});

test('an array is not an object', () => {
  assert.deepEqual(deepEqual([], {}), false);
  assert.deepEqual(deepEqual({ 0: 'a' }, ['a']), false);
});

test('NaN equals NaN', () => {
  assert.deepEqual(deepEqual({ a: Number.NaN }, { a: Number.NaN }), true);
});

test('undefined is not a missing key', () => {
  assert.deepEqual(deepEqual({ a: undefined }, { b: undefined }), false);
});
