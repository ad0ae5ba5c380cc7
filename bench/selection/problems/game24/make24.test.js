import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readExpression } from './expression.js';
import { make24 } from './make24.js';

const given = [1, 1, 1, 1];
const ordered = (numbers) => [...numbers].sort((a, b) => a - b);

test('is an expression', () => {
  readExpression(make24());
});

test('has only the numbers that are given', () => {
  const others = readExpression(make24()).numbers.filter((number) => !given.includes(number));
  assert.deepEqual(others, []);
});

test('has each number once', () => {
  assert.deepEqual(ordered(readExpression(make24()).numbers), ordered(given));
});

test('equals 24', () => {
  const { top, bottom } = readExpression(make24()).value();
  assert.equal(`${top}/${bottom}`, '24/1');
});
