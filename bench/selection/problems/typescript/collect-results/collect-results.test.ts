import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectResults } from './collect-results.js';

test('all are ok', () => {
  assert.deepEqual(
    collectResults([
      { ok: true, value: 1 },
      { ok: true, value: 2 },
    ]),
    { ok: true, value: [1, 2] },
  );
});

test('one is not', () => {
  assert.deepEqual(
    collectResults([
      { ok: true, value: 1 },
      { ok: false, error: 'x' },
    ]),
    { ok: false, error: ['x'] },
  );
});

test('several are not', () => {
  assert.deepEqual(
    collectResults([
      { ok: false, error: 'x' },
      { ok: true, value: 1 },
      { ok: false, error: 'y' },
    ]),
    { ok: false, error: ['x', 'y'] },
  );
});

test('none are ok with no values', () => {
  assert.deepEqual(collectResults([]), { ok: true, value: [] });
});

test('values that look like nothing', () => {
  assert.deepEqual(
    collectResults([
      { ok: true, value: 0 },
      { ok: true, value: null },
    ]),
    { ok: true, value: [0, null] },
  );
});

test('errors that look like nothing', () => {
  assert.deepEqual(
    collectResults([
      { ok: true, value: 1 },
      { ok: false, error: '' },
    ]),
    { ok: false, error: [''] },
  );
});

test('lists as values stay lists', () => {
  assert.deepEqual(
    collectResults([
      { ok: true, value: [1] },
      { ok: true, value: [2, 3] },
    ]),
    { ok: true, value: [[1], [2, 3]] },
  );
});
