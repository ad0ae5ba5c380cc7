import assert from 'node:assert/strict';
import { test } from 'node:test';
import { topologicalOrder } from './topological-order.js';

test('no tasks', () => {
  assert.deepEqual(topologicalOrder({}), []);
});

test('one after the other', () => {
  assert.deepEqual(topologicalOrder({ a: ['b'], b: ['c'], c: [] }), ['c', 'b', 'a']);
});

test('by the alphabet where nothing is needed', () => {
  assert.deepEqual(topologicalOrder({ c: [], a: [], b: [] }), ['a', 'b', 'c']);
});

test('a task without an entry', () => {
  assert.deepEqual(topologicalOrder({ shoes: ['socks'], hat: [] }), ['hat', 'socks', 'shoes']);
});

test('a diamond', () => {
  assert.deepEqual(topologicalOrder({ d: ['b', 'c'], b: ['a'], c: ['a'], a: [] }), ['a', 'b', 'c', 'd']);
});

test('the first in the alphabet of those that are free now', () => {
  assert.deepEqual(topologicalOrder({ a: ['z'], b: [], z: [] }), ['b', 'z', 'a']);
});

test('a need that is named twice', () => {
  assert.deepEqual(topologicalOrder({ b: ['a', 'a'], a: [] }), ['a', 'b']);
});

test('two that need each other', () => {
  assert.throws(() => topologicalOrder({ a: ['b'], b: ['a'] }), /cycle/);
});

test('one that needs itself', () => {
  assert.throws(() => topologicalOrder({ a: ['a'] }), /cycle/);
});

test('a cycle far from the start', () => {
  assert.throws(() => topologicalOrder({ a: [], b: ['a', 'd'], c: ['b'], d: ['c'] }), /cycle/);
});
