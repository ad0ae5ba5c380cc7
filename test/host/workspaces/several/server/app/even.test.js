const assert = require('node:assert/strict');
const { test } = require('node:test');
const { isOdd } = require('./even.js');

test('tells odd from even', () => {
  assert.equal(isOdd(4), false);
  assert.equal(isOdd(7), true);
});
