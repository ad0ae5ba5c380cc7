import { beforeAll, describe, expect, it } from 'vitest';
import type { CodeParser } from '../../../src/problem/parser.js';
import { suspects } from '../../../src/problem/suspects.js';
import { loadParser } from './support.js';

let parser: CodeParser;
beforeAll(async () => {
  parser = await loadParser();
});

const code = {
  workspace: '/w',
  file: 'sums.py',
  language: 'python',
  source: 'def add(a, b):\n    return a\n\n\ndef twice(x):\n    return add(x, x)\n\n\ndef other():\n    return 1\n',
};
const names = (lines: number[], test: string) => suspects([{ ...code, lines }], test, parser).map(({ name }) => name);

describe('what may make a test fail', () => {
  it('is first what it ran through, the innermost first, then what it names', () => {
    expect(names([2, 6], 'assert other() == 2')).toEqual(['add', 'twice', 'other']);
  });
  it('is what the test names, in the order of the file', () => {
    expect(names([], 'from sums import twice, add')).toEqual(['add', 'twice']);
  });
  it('is any function where nothing tells', () => {
    expect(names([], 'assert False')).toEqual(['add', 'twice', 'other']);
  });
  it('is not a line outside of all functions, nor a part of a name', () => {
    expect(names([3], 'add_all(other_thing)')).toEqual(['add', 'twice', 'other']);
  });
  it('is nothing in a language whose functions are not known', () => {
    expect(suspects([{ ...code, file: 'sum.go', language: 'go', lines: [1] }], 'add', parser)).toEqual([]);
  });
  it('is a problem like one that a person selects', () => {
    const [problem] = suspects([{ ...code, lines: [2] }], '', parser);
    const { lines, ...file } = { ...code, lines: [] };
    expect(problem).toEqual({ ...file, name: 'add', range: { start: 0, end: 27 } });
  });
});
