import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paginate } from './paginate.js';

test('the first page', () => {
  assert.deepEqual(paginate([1, 2, 3], 1, 2), { items: [1, 2], page: 1, pages: 2, hasNext: true });
});

test('the last page', () => {
  assert.deepEqual(paginate([1, 2, 3], 2, 2), { items: [3], page: 2, pages: 2, hasNext: false });
});

test('a full last page', () => {
  assert.deepEqual(paginate([1, 2, 3, 4], 2, 2), { items: [3, 4], page: 2, pages: 2, hasNext: false });
});

test('a page in the middle', () => {
  assert.deepEqual(paginate(['a', 'b', 'c'], 2, 1), { items: ['b'], page: 2, pages: 3, hasNext: true });
});

test('all on one page', () => {
  assert.deepEqual(paginate([1], 1, 10), { items: [1], page: 1, pages: 1, hasNext: false });
});

test('no items are one page', () => {
  assert.deepEqual(paginate([], 1, 5), { items: [], page: 1, pages: 1, hasNext: false });
});

test('a page below 1', () => {
  assert.deepEqual(paginate([1, 2], 0, 1), { items: [1], page: 1, pages: 2, hasNext: true });
  assert.deepEqual(paginate([1, 2], -3, 1).page, 1);
});

test('a page behind the last', () => {
  assert.deepEqual(paginate([1, 2, 3], 9, 2), { items: [3], page: 2, pages: 2, hasNext: false });
});
