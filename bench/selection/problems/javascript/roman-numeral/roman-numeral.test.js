import assert from 'node:assert/strict';
import { test } from 'node:test';
import { romanNumeral } from './roman-numeral.js';

test('ones', () => {
  assert.deepEqual(romanNumeral(1), 'I');
  assert.deepEqual(romanNumeral(3), 'III');
});

test('five and more', () => {
  assert.deepEqual(romanNumeral(5), 'V');
  assert.deepEqual(romanNumeral(8), 'VIII');
});

test('four and nine', () => {
  assert.deepEqual(romanNumeral(4), 'IV');
  assert.deepEqual(romanNumeral(9), 'IX');
});

test('fourteen', () => {
  assert.deepEqual(romanNumeral(14), 'XIV');
});

test('tens', () => {
  assert.deepEqual(romanNumeral(40), 'XL');
  assert.deepEqual(romanNumeral(90), 'XC');
});

test('hundreds', () => {
  assert.deepEqual(romanNumeral(400), 'CD');
  assert.deepEqual(romanNumeral(900), 'CM');
});

test('years', () => {
  assert.deepEqual(romanNumeral(1994), 'MCMXCIV');
  assert.deepEqual(romanNumeral(2024), 'MMXXIV');
});

test('the longest', () => {
  assert.deepEqual(romanNumeral(3888), 'MMMDCCCLXXXVIII');
});

test('the largest', () => {
  assert.deepEqual(romanNumeral(3999), 'MMMCMXCIX');
});
