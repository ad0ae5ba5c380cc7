import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/random.js';
import { Response, type ResponseRules } from '../../../src/engine/child/response.js';

const end = 999;
const bytes = new TextEncoder();

/** Writes a response whose tokens are these pieces of text (or bytes), each drawn with log-probability -1, -2, … */
function write(pieces: readonly (string | readonly number[])[], rules: Partial<ResponseRules> = {}, ends = true) {
  const response = new Response(7, RandomStream.of(1), {
    endTokens: new Set([end]),
    stopStrings: [],
    maxTokens: 100,
    bytesOf: (token) => {
      const piece = pieces[token]!;
      return typeof piece === 'string' ? bytes.encode(piece) : Uint8Array.from(piece);
    },
    width: 1,
    ...rules,
  });
  const tokens = [...pieces.keys(), ...(ends ? [end] : [])];
  for (const [i, token] of tokens.entries()) {
    response.take({ token, logProbability: -1 - i });
    if (response.complete) break;
    response.takeState(Float32Array.of(10 * (i + 1)));
    if (response.complete) break;
  }
  return response.toAttempt();
}

describe('Response', () => {
  it('ends at an end token, which is not part of it', () => {
    const attempt = write(['Hello', ' world']);
    expect(attempt).toEqual({
      index: 7,
      text: 'Hello world',
      tokens: [0, 1],
      meanLogProbability: -1.5,
      finishReason: 'end',
      representation: Float32Array.of(15),
    });
  });

  it('ends before a stop string, also one spread over tokens', () => {
    for (const pieces of [['def f', '\n``', '`', 'x'], ['def f\n```x'], ['def f', '\n', '`', '`', '`', '```']]) {
      const attempt = write(pieces, { stopStrings: ['END', '\n```'] });
      expect(attempt.text).toBe('def f');
      expect(attempt.finishReason).toBe('stop');
    }
  });

  it('takes the earliest stop string', () => {
    expect(write(['a b', ' c d'], { stopStrings: [' d', ' c'] }).text).toBe('a b');
  });

  it('counts the tokens of the stop string, but not their state when they are the last', () => {
    const attempt = write(['a', 'b', 'X'], { stopStrings: ['X'] });
    expect(attempt.tokens).toEqual([0, 1, 2]);
    expect(attempt.meanLogProbability).toBe(-2);
    expect(attempt.representation).toEqual(Float32Array.of(15));
  });

  it('ends at the token limit', () => {
    const attempt = write(['a', 'b', 'c', 'd'], { maxTokens: 3 });
    expect(attempt.text).toBe('abc');
    expect(attempt.finishReason).toBe('length');
    expect(attempt.representation).toEqual(Float32Array.of(15));
  });

  it('puts characters together that are spread over tokens', () => {
    const [a, ...rest] = bytes.encode('→');
    expect(write(['x', [a!], rest, 'y']).text).toBe('x→y');
    expect(write([[a!], rest, '!'], { stopStrings: ['→!'] }).text).toBe('');
    expect(write(['x', [a!]], { maxTokens: 2 }).text).toBe('x\uFFFD');
    expect(write(['\uFEFFx']).text).toBe('\uFEFFx');
  });

  it('is described by its only token when there is one, by its end token when there is none', () => {
    expect(write(['a'], { maxTokens: 1 }).representation).toEqual(Float32Array.of(10));
    expect(write([])).toMatchObject({ text: '', tokens: [], meanLogProbability: -1, finishReason: 'end' });
    expect(write([]).representation).toEqual(Float32Array.of(10));
  });

  it('is no attempt before it is complete', () => {
    expect(() => write(['a', 'b'], {}, false)).toThrow('not complete');
  });
});
