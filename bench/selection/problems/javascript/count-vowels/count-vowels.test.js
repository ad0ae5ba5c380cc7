import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countVowels } from './count-vowels.js';

test('counts small letters', () => {
  assert.deepEqual(countVowels('banana'), 3);
});

test('counts capitals', () => {
  assert.deepEqual(countVowels('Apple'), 2);
});

test('counts only capitals', () => {
  assert.deepEqual(countVowels('AEIOU'), 5);
});

test('none without vowels', () => {
  assert.deepEqual(countVowels('rhythm'), 0);
});

test('none in an empty text', () => {
  assert.deepEqual(countVowels(''), 0);
});

test('spaces and digits do not count', () => {
  assert.deepEqual(countVowels('a 1 e 2'), 2);
});

test('y is no vowel', () => {
  assert.deepEqual(countVowels('yes'), 1);
});
