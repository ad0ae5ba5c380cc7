import { expect, it } from 'vitest';
import { BoundedOutput } from '../../../src/verify/output.js';

const written = (...chunks: string[]) => {
  const output = new BoundedOutput(4, 6);
  for (const chunk of chunks) output.add(Buffer.from(chunk));
  return output;
};

it('keeps all where it fits', () => {
  expect(written('abc', 'defghij').toString()).toBe('abcdefghij');
});

it('keeps the start and the end, and counts what is between', () => {
  const expected = 'abcd\n[… 4 bytes left out …]\n123456';
  expect(written('abcdefgh123456').toString()).toBe(expected);
  expect(written(...'abcdefgh123456').toString()).toBe(expected);
  expect(written('ab', 'cdefgh12', '3456').total).toBe(14);
});

it('joins a character that came in two chunks', () => {
  const output = new BoundedOutput(100, 100);
  const bytes = Buffer.from('é');
  output.add(bytes.subarray(0, 1));
  output.add(bytes.subarray(1));
  expect(output.toString()).toBe('é');
});
