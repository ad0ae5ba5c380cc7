import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortestPath } from './shortest-path.js';

test('next to each other', () => {
  assert.deepEqual(shortestPath(['SE']), 1);
});

test('a straight line', () => {
  assert.deepEqual(shortestPath(['S...E']), 4);
});

test('down and up', () => {
  assert.deepEqual(shortestPath(['E', '.', 'S']), 2);
});

test('around a wall', () => {
  assert.deepEqual(shortestPath(['S#E', '...']), 4);
});

test('not diagonally', () => {
  assert.deepEqual(shortestPath(['S.', '.E']), 2);
});

test('no way', () => {
  assert.deepEqual(shortestPath(['S#E']), -1);
});

test('walled in', () => {
  assert.deepEqual(shortestPath(['S....', '..###', '..#E#', '..###']), -1);
});

test('the shorter of two ways', () => {
  assert.deepEqual(shortestPath(['S...E', '.###.', '.....']), 4);
});

test('not over the edge to the next row', () => {
  assert.deepEqual(shortestPath(['..S', '###', 'E..']), -1);
});

test('a labyrinth', () => {
  assert.deepEqual(shortestPath(['S#...', '.#.#.', '.#.#.', '...#E']), 13);
});

test('a large open map', () => {
  const row = '.'.repeat(60);
  const map = [`S${row}`, ...new Array(60).fill(`.${row}`), `${row}E`];
  assert.equal(shortestPath(map), 121);
});
