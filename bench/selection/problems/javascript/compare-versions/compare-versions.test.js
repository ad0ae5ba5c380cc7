import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareVersions } from './compare-versions.js';

test('older and newer', () => {
  assert.deepEqual(compareVersions('1.0.0', '2.0.0'), -1);
  assert.deepEqual(compareVersions('2.0.0', '1.0.0'), 1);
});

test('equal', () => {
  assert.deepEqual(compareVersions('1.2.3', '1.2.3'), 0);
});

test('by the last number', () => {
  assert.deepEqual(compareVersions('1.2.3', '1.2.4'), -1);
});

test('by number and not by text', () => {
  assert.deepEqual(compareVersions('1.9', '1.10'), -1);
});

test('the first difference decides', () => {
  assert.deepEqual(compareVersions('2.0.9', '1.9.0'), 1);
});

test('missing numbers are 0', () => {
  assert.deepEqual(compareVersions('1.0', '1'), 0);
});

test('a longer one may be newer', () => {
  assert.deepEqual(compareVersions('1.0.1', '1'), 1);
});

test('or older', () => {
  assert.deepEqual(compareVersions('1', '1.0.0.1'), -1);
});

test('zeros in front', () => {
  assert.deepEqual(compareVersions('1.01', '1.1'), 0);
});
