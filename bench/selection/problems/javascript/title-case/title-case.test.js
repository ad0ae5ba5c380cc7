import assert from 'node:assert/strict';
import { test } from 'node:test';
import { titleCase } from './title-case.js';

test('small words', () => {
  assert.deepEqual(titleCase('hello world'), 'Hello World');
});

test('capitals become small', () => {
  assert.deepEqual(titleCase('the QUICK fox'), 'The Quick Fox');
});

test('one word', () => {
  assert.deepEqual(titleCase('word'), 'Word');
});

test('one letter', () => {
  assert.deepEqual(titleCase('a'), 'A');
});

test('an empty sentence', () => {
  assert.deepEqual(titleCase(''), '');
});

test('a word that begins with a digit', () => {
  assert.deepEqual(titleCase('3rd place'), '3rd Place');
});

test('a word with an apostrophe', () => {
  assert.deepEqual(titleCase("don't stop"), "Don't Stop");
});
