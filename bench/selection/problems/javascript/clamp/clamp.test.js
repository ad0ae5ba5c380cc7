import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clamp } from './clamp.js';

test('a number inside stays', () => {
  assert.deepEqual(clamp(5, 0, 10), 5);
});

test('a number above becomes high', () => {
  assert.deepEqual(clamp(15, 0, 10), 10);
});

test('a number below becomes low', () => {
  assert.deepEqual(clamp(-3, 0, 10), 0);
});

test('the limits are inside', () => {
  assert.deepEqual(clamp(0, 0, 10), 0);
  assert.deepEqual(clamp(10, 0, 10), 10);
});

test('negative limits', () => {
  assert.deepEqual(clamp(-20, -10, -5), -10);
  assert.deepEqual(clamp(0, -10, -5), -5);
});

test('fractions', () => {
  assert.deepEqual(clamp(0.5, 0, 1), 0.5);
  assert.deepEqual(clamp(1.5, 0, 1), 1);
});
