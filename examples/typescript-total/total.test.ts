import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from './total.ts';

test('multiplies each price by its quantity', () => {
  assert.equal(total([{ price: 2, quantity: 3 }, { price: 5, quantity: 1 }]), 11);
});

test('an empty order costs nothing', () => {
  assert.equal(total([]), 0);
});
