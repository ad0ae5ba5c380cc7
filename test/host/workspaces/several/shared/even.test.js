const assert = require('node:assert/strict');
const { test } = require('node:test');
const { isEven } = require('./even.js');

test('tells even from odd', () => {
  assert.equal(isEven(4), true);
  assert.equal(isEven(7), false);
});
