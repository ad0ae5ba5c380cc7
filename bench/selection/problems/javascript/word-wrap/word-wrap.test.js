import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordWrap } from './word-wrap.js';

test('words that fit', () => {
  assert.deepEqual(wordWrap('a b', 5), ['a b']);
});

test('the next line', () => {
  assert.deepEqual(wordWrap('to be or not', 5), ['to be', 'or', 'not']);
});

test('exactly the width', () => {
  assert.deepEqual(wordWrap('ab cd ef', 5), ['ab cd', 'ef']);
});

test('one too long', () => {
  assert.deepEqual(wordWrap('abc def', 6), ['abc', 'def']);
});

test('an empty text has no lines', () => {
  assert.deepEqual(wordWrap('', 5), []);
  assert.deepEqual(wordWrap('  ', 5), []);
});

test('much white space', () => {
  assert.deepEqual(wordWrap('  a   b\n\tc ', 9), ['a b c']);
});

test('a word of the width', () => {
  assert.deepEqual(wordWrap('abcde fg', 5), ['abcde', 'fg']);
});

test('a word that is too long', () => {
  assert.deepEqual(wordWrap('abcdefgh', 3), ['abc', 'def', 'gh']);
});

test('it begins a line of its own', () => {
  assert.deepEqual(wordWrap('x abcdef', 4), ['x', 'abcd', 'ef']);
});

test('its last piece goes on', () => {
  assert.deepEqual(wordWrap('abcdef g', 4), ['abcd', 'ef g']);
});

test('its last piece fills the line', () => {
  assert.deepEqual(wordWrap('abcdef g', 3), ['abc', 'def', 'g']);
});
