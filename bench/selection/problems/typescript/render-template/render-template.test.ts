import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderTemplate } from './render-template.js';

test('no braces', () => {
  assert.deepEqual(renderTemplate('plain { text }', {}), 'plain { text }');
});

test('a value', () => {
  assert.deepEqual(renderTemplate('Hi {{name}}!', { name: 'Ada' }), 'Hi Ada!');
});

test('numbers and other values', () => {
  assert.deepEqual(renderTemplate('{{n}} {{zero}} {{yes}}', { n: 1.5, zero: 0, yes: true }), '1.5 0 true');
});

test('spaces in braces', () => {
  assert.deepEqual(renderTemplate('{{ a }}', { a: 'x' }), 'x');
});

test('a path', () => {
  assert.deepEqual(renderTemplate('{{a.b.c}}', { a: { b: { c: 'x' } } }), 'x');
});

test('what is missing', () => {
  assert.deepEqual(renderTemplate('[{{a}}{{b.c}}{{d}}]', { d: null }), '[]');
});

test('if', () => {
  assert.deepEqual(renderTemplate('{{#if a}}yes{{/if}}', { a: true }), 'yes');
  assert.deepEqual(renderTemplate('{{#if a}}yes{{/if}}', {}), '');
});

test('else', () => {
  assert.deepEqual(renderTemplate('{{#if a}}yes{{else}}no{{/if}}', { a: 0 }), 'no');
  assert.deepEqual(renderTemplate('{{#if a}}yes{{else}}no{{/if}}', { a: [] }), 'no');
  assert.deepEqual(renderTemplate('{{#if a}}yes{{else}}no{{/if}}', { a: {} }), 'yes');
});

test('each', () => {
  assert.deepEqual(renderTemplate('{{#each list}}<{{.}}>{{/each}}', { list: [1, 2] }), '<1><2>');
  assert.deepEqual(renderTemplate('{{#each list}}x{{/each}}', {}), '');
});

test('names of an item', () => {
  assert.deepEqual(
    renderTemplate('{{#each people}}{{name}};{{/each}}', { people: [{ name: 'A' }, { name: 'B' }] }),
    'A;B;',
  );
});

test('names further outside', () => {
  assert.deepEqual(renderTemplate('{{#each list}}{{.}}{{sign}}{{/each}}', { list: ['a', 'b'], sign: '!' }), 'a!b!');
});

test("the item's name hides the outer one, even where it is null", () => {
  assert.deepEqual(
    renderTemplate('{{#each list}}[{{x}}]{{/each}}', { x: 'outer', list: [{ x: 'inner' }, { x: null }, {}] }),
    '[inner][][outer]',
  );
});

test('blocks in blocks', () => {
  assert.deepEqual(
    renderTemplate('{{#each rows}}{{#each .}}{{#if .}}{{.}}{{else}}-{{/if}}{{/each}}/{{/each}}', {
      rows: [[1, 0], [2]],
    }),
    '1-/2/',
  );
  assert.deepEqual(renderTemplate('{{#if a}}{{#if b}}1{{else}}2{{/if}}{{else}}3{{/if}}', { a: 1, b: 0 }), '2');
});

test('blocks that do not fit', () => {
  for (const template of ['{{#if a}}x', '{{#each a}}x{{/if}}', 'x{{/if}}', '{{#each a}}{{else}}{{/each}}'])
    assert.throws(() => renderTemplate(template, { a: [1] }), SyntaxError);
});

test('values are not templates', () => {
  assert.deepEqual(renderTemplate('{{a}}', { a: '{{b}}', b: 'x' }), '{{b}}');
  assert.deepEqual(renderTemplate('{{a}}', { a: '$& $1' }), '$& $1');
});
