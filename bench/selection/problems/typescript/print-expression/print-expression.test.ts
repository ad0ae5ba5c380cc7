import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Expression, printExpression } from './print-expression.js';

const a: Expression = { kind: 'name', name: 'a' };
const b: Expression = { kind: 'name', name: 'b' };
const c: Expression = { kind: 'name', name: 'c' };
const negate = (operand: Expression): Expression => ({ kind: 'negate', operand });
const binary = (left: Expression, operator: '+' | '-' | '*' | '/' | '^', right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
});

test('a number and a name', () => {
  assert.deepEqual(printExpression({ kind: 'number', value: 1.5 }), '1.5');
  assert.deepEqual(printExpression(a), 'a');
});

test('a sum', () => {
  assert.deepEqual(printExpression(binary(a, '+', b)), 'a + b');
});

test('a power', () => {
  assert.deepEqual(printExpression(binary(a, '^', b)), 'a^b');
});

test('a minus', () => {
  assert.deepEqual(printExpression(negate(a)), '-a');
});

test('a product in a sum', () => {
  assert.deepEqual(printExpression(binary(binary(a, '*', b), '+', c)), 'a * b + c');
  assert.deepEqual(printExpression(binary(a, '+', binary(b, '/', c))), 'a + b / c');
});

test('a sum in a product', () => {
  assert.deepEqual(printExpression(binary(binary(a, '+', b), '*', c)), '(a + b) * c');
  assert.deepEqual(printExpression(binary(a, '*', binary(b, '-', c))), 'a * (b - c)');
});

test('to the left', () => {
  assert.deepEqual(printExpression(binary(binary(a, '-', b), '-', c)), 'a - b - c');
  assert.deepEqual(printExpression(binary(binary(a, '/', b), '*', c)), 'a / b * c');
});

test('not to the left', () => {
  assert.deepEqual(printExpression(binary(a, '-', binary(b, '-', c))), 'a - (b - c)');
  assert.deepEqual(printExpression(binary(a, '+', binary(b, '+', c))), 'a + (b + c)');
});

test('powers to the right', () => {
  assert.deepEqual(printExpression(binary(a, '^', binary(b, '^', c))), 'a^b^c');
  assert.deepEqual(printExpression(binary(binary(a, '^', b), '^', c)), '(a^b)^c');
});

test('powers of sums', () => {
  assert.deepEqual(printExpression(binary(binary(a, '+', b), '^', c)), '(a + b)^c');
  assert.deepEqual(printExpression(binary(a, '^', binary(b, '*', c))), 'a^(b * c)');
});

test('the minus of a power', () => {
  assert.deepEqual(printExpression(negate(binary(a, '^', b))), '-a^b');
});

test('the power of a minus', () => {
  assert.deepEqual(printExpression(binary(negate(a), '^', b)), '(-a)^b');
});

test('the minus of a product or sum', () => {
  assert.deepEqual(printExpression(negate(binary(a, '*', b))), '-(a * b)');
  assert.deepEqual(printExpression(negate(binary(a, '+', b))), '-(a + b)');
});

test('a minus after an operator', () => {
  assert.deepEqual(printExpression(binary(a, '-', negate(b))), 'a - -b');
  assert.deepEqual(printExpression(binary(a, '^', negate(b))), 'a^-b');
  assert.deepEqual(printExpression(binary(negate(a), '*', b)), '-a * b');
});

test('a minus of a minus', () => {
  assert.deepEqual(printExpression(negate(negate(a))), '--a');
});
