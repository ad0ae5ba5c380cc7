import assert from 'node:assert/strict';
import { test } from 'node:test';
import { justifyText } from './justify-text.js';

test('no words', () => {
  assert.deepEqual(justifyText([], 5), []);
});

test('one word', () => {
  assert.deepEqual(justifyText(['ab'], 5), ['ab   ']);
});

test('the last line has single spaces', () => {
  assert.deepEqual(justifyText(['a', 'b'], 6), ['a b   ']);
});

test('words that fill the line', () => {
  assert.deepEqual(justifyText(['ab', 'cd', 'ef'], 5), ['ab cd', 'ef   ']);
});

test('spaces between two words', () => {
  assert.deepEqual(justifyText(['a', 'b', 'cccc'], 5), ['a   b', 'cccc ']);
});

test('even spaces', () => {
  assert.deepEqual(justifyText(['a', 'b', 'c', 'dddd'], 7), ['a  b  c', 'dddd   ']);
});

test('the wider ones are on the right', () => {
  assert.deepEqual(justifyText(['a', 'bb', 'c', 'dddd'], 7), ['a bb  c', 'dddd   ']);
});

test('two wider ones of three', () => {
  assert.deepEqual(justifyText(['a', 'b', 'c', 'd', 'eeeeeeeee'], 9), ['a b  c  d', 'eeeeeeeee']);
});

test('a line of one word', () => {
  assert.deepEqual(justifyText(['abc', 'defghi', 'j'], 6), ['abc   ', 'defghi', 'j     ']);
});

test('words of the width', () => {
  assert.deepEqual(justifyText(['abcd', 'efgh'], 4), ['abcd', 'efgh']);
});

test('a space too many does not fit', () => {
  assert.deepEqual(justifyText(['ab', 'cde'], 5), ['ab   ', 'cde  ']);
});

test('a paragraph', () => {
  assert.deepEqual(justifyText('What is worth doing is worth doing well'.split(' '), 14), [
    'What is  worth',
    'doing is worth',
    'doing well    ',
  ]);
});
