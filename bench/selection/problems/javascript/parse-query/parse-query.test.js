import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from './parse-query.js';

test('one parameter', () => {
  assert.deepEqual({ ...parseQuery('a=1') }, { a: '1' });
});

test('several', () => {
  assert.deepEqual({ ...parseQuery('a=1&b=2') }, { a: '1', b: '2' });
});

test('with its question mark', () => {
  assert.deepEqual({ ...parseQuery('?a=1') }, { a: '1' });
});

test('nothing', () => {
  assert.deepEqual({ ...parseQuery('') }, {});
  assert.deepEqual({ ...parseQuery('?') }, {});
});

test('values are decoded', () => {
  assert.deepEqual({ ...parseQuery('a=x%20y%26z') }, { a: 'x y&z' });
});

test('names are decoded, and a plus is a space', () => {
  assert.deepEqual({ ...parseQuery('a+b=c+d') }, { 'a b': 'c d' });
});

test('a name that comes twice', () => {
  assert.deepEqual({ ...parseQuery('a=1&b=x&a=2') }, { a: ['1', '2'], b: 'x' });
});

test('and three times', () => {
  assert.deepEqual({ ...parseQuery('a=1&a=2&a=3') }, { a: ['1', '2', '3'] });
});

test('without a value', () => {
  assert.deepEqual({ ...parseQuery('a&b=') }, { a: '', b: '' });
});

test('a value with an equals sign', () => {
  assert.deepEqual({ ...parseQuery('a=b=c') }, { a: 'b=c' });
});
