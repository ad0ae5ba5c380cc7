import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divideBig } from './divide-big.js';

test('small numbers', () => {
  assert.deepEqual(divideBig('100', '7'), { quotient: '14', remainder: '2' });
});

test('without a remainder', () => {
  assert.deepEqual(divideBig('84', '12'), { quotient: '7', remainder: '0' });
});

test('a smaller dividend', () => {
  assert.deepEqual(divideBig('3', '10'), { quotient: '0', remainder: '3' });
});

test('zero divided', () => {
  assert.deepEqual(divideBig('0', '5'), { quotient: '0', remainder: '0' });
});

test('by one', () => {
  assert.deepEqual(divideBig('12345', '1'), { quotient: '12345', remainder: '0' });
});

test('by itself', () => {
  assert.deepEqual(divideBig('999', '999'), { quotient: '1', remainder: '0' });
});

test('zeros inside the quotient', () => {
  assert.deepEqual(divideBig('100200', '2'), { quotient: '50100', remainder: '0' });
});

test('zeros in front', () => {
  assert.deepEqual(divideBig('0042', '05'), { quotient: '8', remainder: '2' });
});

test('numbers that are no longer exact', () => {
  assert.deepEqual(divideBig('12345678901234567890', '987654321'), { quotient: '12499999887', remainder: '339506163' });
});

test('a long divisor', () => {
  assert.deepEqual(divideBig('123456789012345678901234567890', '98765432109876543210'), {
    quotient: '1249999988',
    remainder: '60185185207253086410',
  });
});

test('hundreds of digits', () => {
  assert.deepEqual(divideBig('9'.repeat(200), '3'), { quotient: '3'.repeat(200), remainder: '0' });
});

test('by zero', () => {
  assert.throws(() => divideBig('5', '0'), RangeError);
  assert.throws(() => divideBig('5', '00'), RangeError);
});

test('does not use BigInt', () => {
  assert.doesNotMatch(divideBig.toString(), /BigInt|\dn\b/);
  assert.deepEqual(divideBig('7', '2'), { quotient: '3', remainder: '1' });
});
