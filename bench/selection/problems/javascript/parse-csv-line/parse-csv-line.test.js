import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsvLine } from './parse-csv-line.js';

test('plain fields', () => {
  assert.deepEqual(parseCsvLine('a,b,c'), ['a', 'b', 'c']);
});

test('one field', () => {
  assert.deepEqual(parseCsvLine('abc'), ['abc']);
});

test('empty fields', () => {
  assert.deepEqual(parseCsvLine('a,,b'), ['a', '', 'b']);
});

test('an empty field at the end', () => {
  assert.deepEqual(parseCsvLine('a,'), ['a', '']);
});

test('an empty line is one empty field', () => {
  assert.deepEqual(parseCsvLine(''), ['']);
});

test('spaces count', () => {
  assert.deepEqual(parseCsvLine(' a , b'), [' a ', ' b']);
});

test('quotes are not part of the field', () => {
  assert.deepEqual(parseCsvLine('"a","b"'), ['a', 'b']);
});

test('a comma in quotes', () => {
  assert.deepEqual(parseCsvLine('a,"b,c",d'), ['a', 'b,c', 'd']);
});

test('a quote as two quotes', () => {
  assert.deepEqual(parseCsvLine('"say ""hi""",x'), ['say "hi"', 'x']);
});

test('an empty field in quotes', () => {
  assert.deepEqual(parseCsvLine('"",a,""'), ['', 'a', '']);
});

test('only a quote in quotes', () => {
  assert.deepEqual(parseCsvLine('""""'), ['"']);
});

test('a field that is not closed', () => {
  assert.throws(() => parseCsvLine('a,"b'), SyntaxError);
});
