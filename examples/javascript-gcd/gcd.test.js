import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gcd } from './gcd.js';

test('finds the greatest common divisor', () => {
  assert.equal(gcd(12, 18), 6);
  assert.equal(gcd(7, 3), 1);
  assert.equal(gcd(10, 5), 5);
});
