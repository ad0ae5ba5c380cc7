import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codeTokens } from '../../../bench/pools/code-tokens.js';
import { pooled } from '../../../bench/pools/features.js';
import { fromTriangle, ownCoordinates, triangle } from '../../../bench/pools/gram.js';
import { readTensors, TensorFileError, writeTensors } from '../../../bench/pools/safetensors.js';
import { RandomStream } from '../../../src/core/random.js';
import { dot } from '../../../src/core/vectors.js';

const folder = mkdtempSync(path.join(tmpdir(), 'pools-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('features in a basis of their own', () => {
  const random = RandomStream.of(7);
  const vectors = Array.from({ length: 6 }, () => Float64Array.from({ length: 40 }, () => random.next() - 0.5));
  // Equal attempts, and one between two others.
  const all = [...vectors, vectors[2]!, vectors[0]!.map((value, i) => (value + vectors[1]![i]!) / 2)];

  it('have the same inner products, in a number more for each vector', () => {
    const kept = fromTriangle(triangle(ownCoordinates(all)));
    expect(triangle(kept)).toHaveLength((8 * 9) / 2);
    for (const [i, a] of all.entries()) {
      for (const [j, b] of all.entries()) expect(dot(kept[i]!, kept[j]!)).toBeCloseTo(dot(a, b), 10);
    }
  });

  it('are none where the numbers are no triangle', () => {
    expect(() => fromTriangle([1, 2])).toThrow(RangeError);
  });
});

describe('a tensor file', () => {
  const matrices = new Map([
    ['layer 3 mean', { rows: 2, columns: 3, values: Float32Array.of(1, 2, 3, 4.5, -6, 0.1) }],
    ['last', { rows: 1, columns: 1, values: Float32Array.of(7) }],
  ]);

  it.each(['F32', 'F16'] as const)('gives back what was written, in %s', (precision) => {
    const file = path.join(folder, precision);
    writeTensors(file, { matrices, description: '{"a":"ö"}' }, precision);
    const read = readTensors(file);
    expect(read.description).toBe('{"a":"ö"}');
    expect([...read.matrices.keys()]).toEqual([...matrices.keys()]);
    const { rows, columns, values } = read.matrices.get('layer 3 mean')!;
    expect([rows, columns]).toEqual([2, 3]);
    for (const [i, value] of values.entries()) {
      expect(value).toBeCloseTo(matrices.get('layer 3 mean')!.values[i]!, precision === 'F32' ? 7 : 3);
    }
  });

  it('that was changed is refused', () => {
    const file = path.join(folder, 'changed');
    writeTensors(file, { matrices, description: '{}' });
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    expect(() => readTensors(file)).toThrow(TensorFileError);
  });
});

describe('the tokens that are code', () => {
  function codeIn(pieces: readonly string[], language: string): string[] {
    const isCode = codeTokens(
      pieces.map((piece) => Buffer.from(piece)),
      language,
    );
    return pieces.filter((_, index) => isCode[index]);
  }

  it('are not those of comments, texts for people and white space', () => {
    const python = ['"""Say', ' hello."""', '\n    ', 'x', ' = ', '"# no"', '  # a', ' comment é', '\n', 'y'];
    expect(codeIn(python, 'python')).toEqual(['x', ' = ', '"# no"', 'y']);
    const javascript = ['// one', '\n', 'const', ' a', " = '//'", ' /* two', ' */', '; ', '`/*`'];
    expect(codeIn(javascript, 'javascript')).toEqual(['const', ' a', " = '//'", '; ', '`/*`']);
  });

  it('are averaged alone, where there are any', () => {
    const states = Float32Array.of(2, 0, 0, 4, 6, 8);
    expect([...pooled(states, 2, 'mean', [], false)]).toEqual([8 / 3, 4].map(Math.fround));
    expect([...pooled(states, 2, 'last', [], false)]).toEqual([6, 8]);
    expect([...pooled(states, 2, 'code', [true, true, false], false)]).toEqual([1, 2]);
    expect(pooled(states, 2, 'code', [false, false, false], false)).toEqual(pooled(states, 2, 'mean', [], false));
    // A state that is longer counts no more.
    expect([...pooled(states, 2, 'code', [true, true, false], true)]).toEqual(
      [Math.SQRT2 / 2, Math.SQRT2 / 2].map(Math.fround),
    );
  });
});
