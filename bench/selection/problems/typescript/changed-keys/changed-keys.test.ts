import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedKeys } from './changed-keys.js';

test('one value', () => {
  assert.deepEqual(changedKeys({ a: 1, b: 2 }, { a: 1, b: 3 }), { b: 3 });
});

test('nothing', () => {
  assert.deepEqual(changedKeys({ a: 1 }, { a: 1 }), {});
});

test('all', () => {
  assert.deepEqual(changedKeys({ a: 1, b: 'x' }, { a: 2, b: 'y' }), { a: 2, b: 'y' });
});

test('a new key', () => {
  assert.deepEqual(changedKeys<{ a: number; b?: number }>({ a: 1 }, { a: 1, b: 2 }), { b: 2 });
});

test('a key that is gone', () => {
  assert.deepEqual(changedKeys<{ a?: number }>({ a: 1 }, {}), { a: undefined });
});

test('NaN stays NaN', () => {
  assert.deepEqual(changedKeys({ a: Number.NaN }, { a: Number.NaN }), {});
});

test('another list counts, though it has the same items', () => {
  assert.deepEqual(changedKeys({ a: [1] }, { a: [1] }), { a: [1] });
});

test('to a value that looks like nothing', () => {
  assert.deepEqual(changedKeys<{ a: number | null }>({ a: 0 }, { a: null }), { a: null });
});

test('objects stay as they were', () => {
  const before = { a: 1 };
  const after = { a: 2 };
  changedKeys(before, after);
  assert.deepEqual([before, after], [{ a: 1 }, { a: 2 }]);
});
