import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Inline, parseInline } from './parse-inline.js';

const text = (value: string): Inline => ({ kind: 'text', text: value });
const code = (value: string): Inline => ({ kind: 'code', text: value });
const strong = (...children: Inline[]): Inline => ({ kind: 'strong', children });
const emphasis = (...children: Inline[]): Inline => ({ kind: 'emphasis', children });
const link = (target: string, ...children: Inline[]): Inline => ({ kind: 'link', target, children });

test('text', () => {
  assert.deepEqual(parseInline('just text'), [text('just text')]);
});

test('nothing', () => {
  assert.deepEqual(parseInline(''), []);
});

test('emphasis', () => {
  assert.deepEqual(parseInline('a *b*'), [text('a '), emphasis(text('b'))]);
});

test('strong', () => {
  assert.deepEqual(parseInline('**a** b'), [strong(text('a')), text(' b')]);
});

test('code', () => {
  assert.deepEqual(parseInline('a `b` c'), [text('a '), code('b'), text(' c')]);
});

test('a link', () => {
  assert.deepEqual(parseInline('see [here](x.html).'), [text('see '), link('x.html', text('here')), text('.')]);
});

test('several', () => {
  assert.deepEqual(parseInline('*a***b**'), [emphasis(text('a')), strong(text('b'))]);
});

test('one in another', () => {
  assert.deepEqual(parseInline('**a *b* c**'), [strong(text('a '), emphasis(text('b')), text(' c'))]);
  assert.deepEqual(parseInline('*a **b** c*'), [emphasis(text('a '), strong(text('b')), text(' c'))]);
});

test('in a link', () => {
  assert.deepEqual(parseInline('[*a* `b`](t)'), [link('t', emphasis(text('a')), text(' '), code('b'))]);
});

test('code holds text only', () => {
  assert.deepEqual(parseInline('`*a* [b](c)`'), [code('*a* [b](c)')]);
  assert.deepEqual(parseInline('*a `*` b*'), [emphasis(text('a '), code('*'), text(' b'))]);
});

test('a backslash', () => {
  assert.deepEqual(parseInline('\\*a\\* \\`b\\` \\[c](d)'), [text('*a* `b` [c](d)')]);
  assert.deepEqual(parseInline('a\\\\'), [text('a\\')]);
});

test('not in code', () => {
  assert.deepEqual(parseInline('`a\\`'), [code('a\\')]);
});

test('never closed', () => {
  assert.deepEqual(parseInline('a *b'), [text('a *b')]);
  assert.deepEqual(parseInline('**a'), [text('**a')]);
  assert.deepEqual(parseInline('`a'), [text('`a')]);
});

test('a link that is none', () => {
  assert.deepEqual(parseInline('[a] (b)'), [text('[a] (b)')]);
  assert.deepEqual(parseInline('[a](b'), [text('[a](b')]);
});

test('what is never closed holds others', () => {
  assert.deepEqual(parseInline('**a *b*'), [text('**a '), emphasis(text('b'))]);
});
