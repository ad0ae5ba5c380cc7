import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPalindrome } from './is-palindrome.js';

test('one that is', () => {
  assert.deepEqual(isPalindrome('noon'), true);
});

test('one that is not', () => {
  assert.deepEqual(isPalindrome('hello'), false);
});

test('capitals do not matter', () => {
  assert.deepEqual(isPalindrome('Level'), true);
});

test('one letter', () => {
  assert.deepEqual(isPalindrome('x'), true);
});

test('nothing', () => {
  assert.deepEqual(isPalindrome(''), true);
});

test('only the ends are the same', () => {
  assert.deepEqual(isPalindrome('abca'), false);
});

test('an odd number of letters', () => {
  assert.deepEqual(isPalindrome('racecar'), true);
});
