import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from './parse-json.js';

const refused = (...texts: string[]) => {
  for (const text of texts) assert.throws(() => parseJson(text), SyntaxError, text);
};

test('words', () => {
  assert.deepEqual(parseJson('null'), null);
  assert.deepEqual(parseJson('true'), true);
  assert.deepEqual(parseJson('false'), false);
});

test('whole numbers', () => {
  assert.deepEqual(parseJson('0'), 0);
  assert.deepEqual(parseJson('42'), 42);
  assert.deepEqual(parseJson('-7'), -7);
});

test('other numbers', () => {
  assert.deepEqual(parseJson('1.5'), 1.5);
  assert.deepEqual(parseJson('-0.25e2'), -25);
  assert.deepEqual(parseJson('1E+3'), 1000);
});

test('texts', () => {
  assert.deepEqual(parseJson('"abc"'), 'abc');
  assert.deepEqual(parseJson('""'), '');
});

test('lists', () => {
  assert.deepEqual(parseJson('[1, "a", null]'), [1, 'a', null]);
  assert.deepEqual(parseJson('[]'), []);
  assert.deepEqual(parseJson('[[1], [2, [3]]]'), [[1], [2, [3]]]);
});

test('objects', () => {
  assert.deepEqual({ ...(parseJson('{"a": 1, "b": true}') as object) }, { a: 1, b: true });
  assert.deepEqual(Object.keys(parseJson('{}') as object), []);
});

test('objects in lists in objects', () => {
  assert.deepEqual(JSON.stringify(parseJson('{"a":[{"b":{}}]}')), '{"a":[{"b":{}}]}');
});

test('white space', () => {
  assert.deepEqual(parseJson(' \t\n[ 1 ,\r\n2 ] '), [1, 2]);
});

test('escapes', () => {
  assert.deepEqual(parseJson('"a\\n\\t\\"\\\\\\/"'), 'a\n\t"\\/');
  assert.deepEqual(parseJson('"\\u0041\\u00e9"'), 'Aé');
});

test('pairs of surrogates', () => {
  assert.deepEqual(parseJson('"\\ud83d\\ude00"'), '😀');
});

test('a key that comes twice counts as it comes last', () => {
  assert.deepEqual(JSON.stringify(parseJson('{"a":1,"a":2}')), '{"a":2}');
});

test('cut off', () => {
  refused('', '[1', '{"a"', '{"a":', '"abc', '[1,', 'tru');
});

test('too much', () => {
  refused('1 2', '[1]]', 'nullx', '[1,]', '{"a":1,}', '[,1]');
});

test('numbers that are none in JSON', () => {
  refused('01', '1.', '.5', '+1', '1e', '-', '0x1', 'NaN', 'Infinity');
});

test('texts that are none in JSON', () => {
  refused("'a'", '"a\nb"', '"\\x41"', '"\\u12"', '{a: 1}');
});
