import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateExpression } from './evaluate-expression.js';

test('a number', () => {
  assert.deepEqual(evaluateExpression('42'), 42);
  assert.deepEqual(evaluateExpression('1.5'), 1.5);
});

test('a sum', () => {
  assert.deepEqual(evaluateExpression('1 + 2 + 3'), 6);
});

test('from left to right', () => {
  assert.deepEqual(evaluateExpression('10 - 4 - 3'), 3);
  assert.deepEqual(evaluateExpression('24 / 4 / 2'), 3);
});

test('products first', () => {
  assert.deepEqual(evaluateExpression('2 + 3 * 4'), 14);
  assert.deepEqual(evaluateExpression('10 % 4 + 1'), 3);
});

test('parentheses', () => {
  assert.deepEqual(evaluateExpression('(2 + 3) * (4 - 1)'), 15);
  assert.deepEqual(evaluateExpression('((7))'), 7);
});

test('without spaces', () => {
  assert.deepEqual(evaluateExpression('1-2*3'), -5);
});

test('signs', () => {
  assert.deepEqual(evaluateExpression('-3 + 5'), 2);
  assert.deepEqual(evaluateExpression('2 * -3'), -6);
  assert.deepEqual(evaluateExpression('--2'), 2);
  assert.deepEqual(evaluateExpression('+4'), 4);
});

test('powers to the right', () => {
  assert.deepEqual(evaluateExpression('2 ^ 3 ^ 2'), 512);
  assert.deepEqual(evaluateExpression('2 * 3 ^ 2'), 18);
});

test('a sign binds less than a power', () => {
  assert.deepEqual(evaluateExpression('-2 ^ 2'), -4);
  assert.deepEqual(evaluateExpression('(-2) ^ 2'), 4);
});

test('a sign in an exponent', () => {
  assert.deepEqual(evaluateExpression('2 ^ -1'), 0.5);
  assert.deepEqual(evaluateExpression('2 ^ -1 * 4'), 2);
});

test('something is missing', () => {
  for (const text of ['', '1 +', '* 2', '()']) assert.throws(() => evaluateExpression(text), SyntaxError);
});

test('parentheses that do not fit', () => {
  for (const text of ['(1', '1)', ')(']) assert.throws(() => evaluateExpression(text), SyntaxError);
});

test('two numbers side by side', () => {
  for (const text of ['1 2', '2 (3)', '1.2.3']) assert.throws(() => evaluateExpression(text), SyntaxError);
});

test('other words', () => {
  for (const text of ['a', '1 + process.exit(0)', '2 & 3', '1e3'])
    assert.throws(() => evaluateExpression(text), SyntaxError);
});
