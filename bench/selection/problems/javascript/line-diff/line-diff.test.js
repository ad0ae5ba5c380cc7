import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineDiff } from './line-diff.js';

test('equal lists', () => {
  assert.deepEqual(lineDiff(['a', 'b'], ['a', 'b']), ['  a', '  b']);
});

test('two empty lists', () => {
  assert.deepEqual(lineDiff([], []), []);
});

test('only new lines', () => {
  assert.deepEqual(lineDiff([], ['a', 'b']), ['+ a', '+ b']);
});

test('only old lines', () => {
  assert.deepEqual(lineDiff(['a', 'b'], []), ['- a', '- b']);
});

test('another last line', () => {
  assert.deepEqual(lineDiff(['a', 'b'], ['a', 'c']), ['  a', '- b', '+ c']);
});

test('another first line', () => {
  assert.deepEqual(lineDiff(['a', 'b'], ['c', 'b']), ['- a', '+ c', '  b']);
});

test('a line that comes in the middle', () => {
  assert.deepEqual(lineDiff(['a', 'c'], ['a', 'b', 'c']), ['  a', '+ b', '  c']);
});

test('a line that goes from the middle', () => {
  assert.deepEqual(lineDiff(['a', 'b', 'c'], ['a', 'c']), ['  a', '- b', '  c']);
});

test('what goes stands before what comes', () => {
  assert.deepEqual(lineDiff(['a', 'b'], ['x', 'y']), ['- a', '- b', '+ x', '+ y']);
});

test('as few changes as possible', () => {
  assert.deepEqual(lineDiff(['a', 'b', 'c', 'd'], ['b', 'c', 'd', 'a']), ['- a', '  b', '  c', '  d', '+ a']);
});

test('the earliest of equal old lines stays', () => {
  assert.deepEqual(lineDiff(['a', 'a'], ['a']), ['  a', '- a']);
});

test('the earliest of equal new lines stays', () => {
  assert.deepEqual(lineDiff(['a'], ['a', 'a']), ['  a', '+ a']);
});

test('lines that look like the answer', () => {
  assert.deepEqual(lineDiff(['- a'], ['+ a']), ['- - a', '+ + a']);
});

test('forty lines each', () => {
  const lines = (step) => Array.from({ length: 40 }, (_, index) => String((index * step) % 41));
  const diff = lineDiff(lines(3), lines(5));
  const without = (sign) => diff.filter((line) => !line.startsWith(sign)).map((line) => line.slice(2));
  assert.deepEqual([without('+'), without('-')], [lines(3), lines(5)]);
});
