import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runLengthEncode } from './run-length-encode.js';

test('one run', () => {
  assert.deepEqual(runLengthEncode('aaaa'), '4a');
});

test('a run of two', () => {
  assert.deepEqual(runLengthEncode('aa'), '2a');
});

test('runs and single letters', () => {
  assert.deepEqual(runLengthEncode('aaabcc'), '3ab2c');
});

test('only single letters', () => {
  assert.deepEqual(runLengthEncode('abc'), 'abc');
});

test('an empty text', () => {
  assert.deepEqual(runLengthEncode(''), '');
});

test('a letter that comes again', () => {
  assert.deepEqual(runLengthEncode('aabaa'), '2ab2a');
});

test('ten or more', () => {
  assert.deepEqual(runLengthEncode('x'.repeat(12)), '12x');
});

test('capitals are other letters', () => {
  assert.deepEqual(runLengthEncode('aaAA'), '2a2A');
});

test('spaces are letters', () => {
  assert.deepEqual(runLengthEncode('a   b'), 'a3 b');
});
