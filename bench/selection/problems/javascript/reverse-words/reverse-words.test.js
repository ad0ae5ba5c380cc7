import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reverseWords } from './reverse-words.js';

test('three words', () => {
  assert.deepEqual(reverseWords('one two three'), 'three two one');
});

test('two words', () => {
  assert.deepEqual(reverseWords('hello world'), 'world hello');
});

test('one word', () => {
  assert.deepEqual(reverseWords('alone'), 'alone');
});

test('an empty sentence', () => {
  assert.deepEqual(reverseWords(''), '');
});

test('words themselves are not reversed', () => {
  assert.deepEqual(reverseWords('ab cd'), 'cd ab');
});

test('several spaces become one', () => {
  assert.deepEqual(reverseWords('a   b'), 'b a');
});

test('spaces around are dropped', () => {
  assert.deepEqual(reverseWords('  a b '), 'b a');
});
