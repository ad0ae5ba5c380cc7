import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Type, unifyTypes } from './unify-types.js';

const variable = (name: string): Type => ({ kind: 'variable', name });
const [a, b, c] = [variable('a'), variable('b'), variable('c')];
const type = (name: string, ...parameters: Type[]): Type => ({ kind: 'constructor', name, parameters });
const number = type('number');
const text = type('text');
const list = (item: Type) => type('List', item);
const pair = (first: Type, second: Type) => type('Pair', first, second);
const solved = (left: Type, right: Type) => {
  const found = unifyTypes(left, right);
  return found && Object.fromEntries([...found].sort());
};

test('the same type', () => {
  assert.deepEqual(solved(number, type('number')), {});
});

test('another type', () => {
  assert.deepEqual(solved(number, text), null);
});

test('a variable', () => {
  assert.deepEqual(solved(a, number), { a: number });
  assert.deepEqual(solved(number, a), { a: number });
});

test('inside a type', () => {
  assert.deepEqual(solved(list(a), list(number)), { a: number });
});

test('another type around', () => {
  assert.deepEqual(solved(list(a), type('Set', number)), null);
});

test('another number of parameters', () => {
  assert.deepEqual(solved(type('F', a), type('F', a, b)), null);
  assert.deepEqual(solved(list(number), type('List')), null);
});

test('two variables', () => {
  assert.deepEqual(solved(pair(a, b), pair(number, text)), { a: number, b: text });
});

test('a variable that comes twice', () => {
  assert.deepEqual(solved(pair(a, a), pair(number, number)), { a: number });
  assert.deepEqual(solved(pair(a, a), pair(number, text)), null);
});

test('variables on both sides', () => {
  assert.deepEqual(solved(pair(a, text), pair(number, b)), { a: number, b: text });
});

test('the left one stands for the right one', () => {
  assert.deepEqual(solved(a, b), { a: b });
});

test('a variable and itself', () => {
  assert.deepEqual(solved(a, a), {});
  assert.deepEqual(solved(list(a), list(a)), {});
});

test('what is found later goes into what was found', () => {
  assert.deepEqual(solved(pair(a, b), pair(list(b), number)), { a: list(number), b: number });
});

test('by way of others', () => {
  assert.deepEqual(solved(type('T', a, b, c), type('T', b, c, number)), { a: number, b: number, c: number });
});

test('a type that would contain itself', () => {
  assert.deepEqual(solved(a, list(a)), null);
  assert.deepEqual(solved(list(list(a)), list(a)), null);
});

test('a type that would contain itself by way of another', () => {
  assert.deepEqual(solved(pair(a, b), pair(list(b), list(a))), null);
});
