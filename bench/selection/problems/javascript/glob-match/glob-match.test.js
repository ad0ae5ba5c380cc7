import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globMatch } from './glob-match.js';

test('a text fits itself', () => {
  assert.deepEqual(globMatch('src/a.js', 'src/a.js'), true);
});

test('another does not', () => {
  assert.deepEqual(globMatch('a.js', 'b.js'), false);
});

test('a star', () => {
  assert.deepEqual(globMatch('*.js', 'index.js'), true);
  assert.deepEqual(globMatch('*.js', 'index.ts'), false);
});

test('a star may be nothing', () => {
  assert.deepEqual(globMatch('a*', 'a'), true);
});

test('a star ends at a slash', () => {
  assert.deepEqual(globMatch('src/*.js', 'src/x/a.js'), false);
});

test('two stars go over slashes', () => {
  assert.deepEqual(globMatch('src/**.js', 'src/x/y/a.js'), true);
});

test('a question mark is one character', () => {
  assert.deepEqual(globMatch('?.js', 'a.js'), true);
  assert.deepEqual(globMatch('?.js', 'ab.js'), false);
  assert.deepEqual(globMatch('?.js', '.js'), false);
});

test('a question mark is no slash', () => {
  assert.deepEqual(globMatch('a?b', 'a/b'), false);
});

test('the whole path must fit', () => {
  assert.deepEqual(globMatch('a', 'ab'), false);
  assert.deepEqual(globMatch('b', 'ab'), false);
});

test('a dot is only a dot', () => {
  assert.deepEqual(globMatch('a.js', 'axjs'), false);
});

test('signs of regular expressions stand for themselves', () => {
  assert.deepEqual(globMatch('(a+b)[1]$', '(a+b)[1]$'), true);
  assert.deepEqual(globMatch('a+', 'aa'), false);
});

test('several stars', () => {
  assert.deepEqual(globMatch('*/*/c*', 'a/b/cd'), true);
  assert.deepEqual(globMatch('*a*b*', 'xxaxxbxx'), true);
});

test('a line break is a character', () => {
  assert.deepEqual(globMatch('a*b', 'a\nb'), true);
});
