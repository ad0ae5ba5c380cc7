import assert from 'node:assert/strict';
import { test } from 'node:test';
import { regexMatch } from './regex-match.js';

test('characters', () => {
  assert.deepEqual(regexMatch('abc', 'abc'), true);
  assert.deepEqual(regexMatch('abc', 'abd'), false);
});

test('the whole text', () => {
  assert.deepEqual(regexMatch('ab', 'abc'), false);
  assert.deepEqual(regexMatch('bc', 'abc'), false);
  assert.deepEqual(regexMatch('', ''), true);
});

test('any character', () => {
  assert.deepEqual(regexMatch('a.c', 'axc'), true);
  assert.deepEqual(regexMatch('a.c', 'ac'), false);
});

test('a star', () => {
  assert.deepEqual(regexMatch('ab*c', 'ac'), true);
  assert.deepEqual(regexMatch('ab*c', 'abbbc'), true);
  assert.deepEqual(regexMatch('ab*c', 'abxc'), false);
});

test('a plus', () => {
  assert.deepEqual(regexMatch('ab+', 'a'), false);
  assert.deepEqual(regexMatch('ab+', 'abb'), true);
});

test('a question mark', () => {
  assert.deepEqual(regexMatch('colou?r', 'color'), true);
  assert.deepEqual(regexMatch('colou?r', 'colouur'), false);
});

test('a star that gives back', () => {
  assert.deepEqual(regexMatch('a*a', 'aaa'), true);
  assert.deepEqual(regexMatch('.*b', 'aabab'), true);
});

test('a class', () => {
  assert.deepEqual(regexMatch('[abc]x', 'bx'), true);
  assert.deepEqual(regexMatch('[abc]x', 'dx'), false);
});

test('a range', () => {
  assert.deepEqual(regexMatch('[a-f0-9]+', 'c0ffee'), true);
  assert.deepEqual(regexMatch('[a-f]', 'g'), false);
});

test('a class of others', () => {
  assert.deepEqual(regexMatch('[^0-9]+', 'abc'), true);
  assert.deepEqual(regexMatch('[^0-9]', '5'), false);
});

test('one of several', () => {
  assert.deepEqual(regexMatch('cat|dog', 'dog'), true);
  assert.deepEqual(regexMatch('x(a|bc|)y', 'xbcy'), true);
  assert.deepEqual(regexMatch('x(a|bc|)y', 'xy'), true);
});

test('a group again and again', () => {
  assert.deepEqual(regexMatch('a(b|c)*d', 'abcbd'), true);
  assert.deepEqual(regexMatch('(ab)+', 'aba'), false);
});

test('a meaning taken away', () => {
  assert.deepEqual(regexMatch('1\\+1', '1+1'), true);
  assert.deepEqual(regexMatch('a\\.c', 'abc'), false);
  assert.deepEqual(regexMatch('\\\\', '\\'), true);
});

test('groups in groups, of which none may be empty for ever', () => {
  assert.deepEqual(regexMatch('((a*)*b)*', 'aabab'), true);
  assert.deepEqual(regexMatch('(a*)*', 'b'), false);
});

test('does not use RegExp', () => {
  assert.doesNotMatch(regexMatch.toString(), /RegExp|\.(match|test|search|replace)\(/);
  assert.equal(regexMatch('a', 'a'), true);
});
