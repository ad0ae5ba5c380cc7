import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstIndexOf } from './first-index-of.js';

/** A list that counts how often it is looked at. */
function counted(list) {
  let looks = 0;
  const get = (target, key) => {
    if (/^\d+$/.test(String(key))) looks++;
    return Reflect.get(target, key);
  };
  return { list: new Proxy(list, { get }), looks: () => looks };
}

test('in the middle', () => {
  assert.deepEqual(firstIndexOf([1, 3, 5], 3), 1);
});

test('at the ends', () => {
  assert.deepEqual(firstIndexOf([1, 3, 5], 1), 0);
  assert.deepEqual(firstIndexOf([1, 3, 5], 5), 2);
});

test('not in it', () => {
  assert.deepEqual(firstIndexOf([1, 3, 5], 4), -1);
});

test('smaller or larger than all', () => {
  assert.deepEqual(firstIndexOf([1, 3, 5], 0), -1);
  assert.deepEqual(firstIndexOf([1, 3, 5], 6), -1);
});

test('an empty list', () => {
  assert.deepEqual(firstIndexOf([], 1), -1);
});

test('the first of several', () => {
  assert.deepEqual(firstIndexOf([1, 3, 3, 5], 3), 1);
});

test('the first of many', () => {
  assert.deepEqual(firstIndexOf([2, 2, 2, 2, 2, 2], 2), 0);
});

test('does not look at every element', () => {
  const { list, looks } = counted(Array.from({ length: 1024 }, (_, index) => index));
  assert.equal(firstIndexOf(list, 700), 700);
  assert.ok(looks() < 100);
});

test('nor where all are equal', () => {
  const { list, looks } = counted(new Array(1024).fill(4));
  assert.equal(firstIndexOf(list, 4), 0);
  assert.ok(looks() < 100);
});
