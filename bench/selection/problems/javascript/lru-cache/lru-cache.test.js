import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lruCache } from './lru-cache.js';

test('what is set is there', () => {
  const cache = lruCache(2);
  cache.set('a', 1);
  assert.equal(cache.get('a'), 1);
});

test('what was never set is undefined', () => {
  assert.equal(lruCache(2).get('x'), undefined);
});

test('the oldest goes', () => {
  const cache = lruCache(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.set('c', 3);
  assert.equal(cache.get('a'), undefined);
  assert.equal(cache.get('c'), 3);
});

test('a read keeps it', () => {
  const cache = lruCache(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.get('a');
  cache.set('c', 3);
  assert.equal(cache.get('a'), 1);
  assert.equal(cache.get('b'), undefined);
});

test('a new value keeps it too', () => {
  const cache = lruCache(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.set('a', 9);
  cache.set('c', 3);
  assert.equal(cache.get('a'), 9);
  assert.equal(cache.get('b'), undefined);
});

test('a new value is no new entry', () => {
  const cache = lruCache(2);
  cache.set('a', 1);
  cache.set('a', 2);
  assert.equal(cache.size(), 1);
});

test('a read of what is not there keeps nothing', () => {
  const cache = lruCache(1);
  cache.get('x');
  cache.set('a', 1);
  assert.equal(cache.get('a'), 1);
  assert.equal(cache.size(), 1);
});

test('it is never larger than its capacity', () => {
  const cache = lruCache(3);
  for (let key = 0; key < 10; key++) cache.set(key, key);
  assert.equal(cache.size(), 3);
});

test('values that look like nothing', () => {
  const cache = lruCache(2);
  cache.set('a', 0);
  cache.set('b', null);
  cache.get('a');
  cache.set('c', 1);
  assert.equal(cache.get('a'), 0);
  assert.equal(cache.get('b'), undefined);
});

test('a number is not its text', () => {
  const cache = lruCache(2);
  cache.set(1, 'number');
  cache.set('1', 'text');
  assert.equal(cache.get(1), 'number');
  assert.equal(cache.get('1'), 'text');
});

test('two caches have nothing in common', () => {
  const [a, b] = [lruCache(1), lruCache(1)];
  a.set('x', 1);
  assert.equal(b.get('x'), undefined);
});
