const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sum } = require('./sum.js');

test('sums', () => {
  assert.equal(sum([]), 0);
  assert.equal(sum([1, 2, 3]), 6);
});
