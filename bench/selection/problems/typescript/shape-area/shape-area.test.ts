import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shapeArea } from './shape-area.js';

test('a rectangle', () => {
  assert.deepEqual(shapeArea({ kind: 'rectangle', width: 2, height: 3 }), 6);
});

test('a square', () => {
  assert.deepEqual(shapeArea({ kind: 'rectangle', width: 4, height: 4 }), 16);
});

test('a circle', () => {
  assert.ok(Math.abs(shapeArea({ kind: 'circle', radius: 2 }) - 12.566370614) < 1e-6);
});

test('a triangle', () => {
  assert.deepEqual(shapeArea({ kind: 'triangle', base: 4, height: 3 }), 6);
});

test('a triangle of half units', () => {
  assert.deepEqual(shapeArea({ kind: 'triangle', base: 1, height: 1 }), 0.5);
});

test('nothing', () => {
  assert.deepEqual(shapeArea({ kind: 'circle', radius: 0 }), 0);
  assert.deepEqual(shapeArea({ kind: 'rectangle', width: 0, height: 5 }), 0);
});
