import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupAnagrams } from './group-anagrams.js';

test('two groups', () => {
  assert.deepEqual(groupAnagrams(['tea', 'dog', 'eat']), [['tea', 'eat'], ['dog']]);
});

test('no words', () => {
  assert.deepEqual(groupAnagrams([]), []);
});

test('all in one', () => {
  assert.deepEqual(groupAnagrams(['abc', 'bca', 'cab']), [['abc', 'bca', 'cab']]);
});

test('none together', () => {
  assert.deepEqual(groupAnagrams(['a', 'b']), [['a'], ['b']]);
});

test('letters that come twice', () => {
  assert.deepEqual(groupAnagrams(['aab', 'abb', 'baa']), [['aab', 'baa'], ['abb']]);
});

test('capitals count as small letters', () => {
  assert.deepEqual(groupAnagrams(['Tea', 'ate']), [['Tea', 'ate']]);
});

test('the same word twice', () => {
  assert.deepEqual(groupAnagrams(['no', 'on', 'no']), [['no', 'on', 'no']]);
});

test('groups in the order of their first words', () => {
  assert.deepEqual(groupAnagrams(['z', 'ba', 'ab', 'a']), [['z'], ['ba', 'ab'], ['a']]);
});
