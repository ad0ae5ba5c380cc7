import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balancedBrackets } from './balanced-brackets.js';

test('one pair', () => {
  assert.deepEqual(balancedBrackets('()'), true);
});

test('pairs side by side', () => {
  assert.deepEqual(balancedBrackets('()[]{}'), true);
});

test('pairs in pairs', () => {
  assert.deepEqual(balancedBrackets('a(b[c]{d})'), true);
});

test('one that stays open', () => {
  assert.deepEqual(balancedBrackets('(()'), false);
});

test('one that was never opened', () => {
  assert.deepEqual(balancedBrackets('())'), false);
});

test('closed by another kind', () => {
  assert.deepEqual(balancedBrackets('(]'), false);
});

test('crossed', () => {
  assert.deepEqual(balancedBrackets('([)]'), false);
});

test('closed before it is opened', () => {
  assert.deepEqual(balancedBrackets(')('), false);
});

test('no brackets', () => {
  assert.deepEqual(balancedBrackets(''), true);
  assert.deepEqual(balancedBrackets('abc'), true);
});
