import { describe, expect, it } from 'vitest';
import type { Grammar } from '../../../src/problem/languages.js';
import { variations } from '../../../src/problem/variations.js';
import { loadParser } from './support.js';

const parser = await loadParser();

const varied = (grammar: Grammar, code: string, most = 100) => variations(parser.calls(grammar, code, 'f'), most);

describe('variations of calls', () => {
  it('are what people forget of each kind of value, each once, without the calls themselves', () => {
    const numbers = varied('python', 'f(3)');
    expect(numbers).toEqual(['0', '1', '-1', '-3', '6', '10000']);
    expect(varied('python', 'f("ab")')).toEqual(
      expect.arrayContaining(['""', '"a"', '"ba"', '"AB"', '" ab "', '"abé"']),
    );
    expect(varied('javascript', 'f([1, 2])')).toEqual(
      expect.arrayContaining(['[]', '[1]', '[1, 2, 1]', '[2, 1]', '[-1, 2]']),
    );
    expect(varied('python', 'f((1, 2))')).toContain('(1,)');
    expect(varied('python', 'f(1)\nf(0)')).not.toContain('0');
  });

  it('change one argument at a time, and give each its share of the most that are made', () => {
    expect(varied('typescript', 'f([5], "x", 2)', 3)).toEqual(['[], "x", 2', '[5], "", 2', '[5], "x", 0']);
    expect(varied('python', 'm.f("x", times=2)')).toContain('"x", times=0');
  });

  it('give nothing only where some call does', () => {
    expect(varied('python', 'f(1)').join()).not.toContain('None');
    expect(varied('python', 'f(1)\nf(None)')).not.toContain('None');
    expect(varied('python', 'f(1, 2)\nf(None, 2)\nf(1, 3)')).toContain('None, 3');
  });

  it.each<readonly [Grammar, string]>([
    ['python', 'f(x)'],
    ['python', 'f(*numbers)'],
    ['python', 'f(n for n in [1])'],
    ['python', 'f([1, x])'],
    ['python', 'a.b.f(1)'],
    ['python', 'g(1)'],
    ['javascript', 'f(...[1])'],
    ['javascript', 'f({ x })'],
    ['javascript', 'f((n) => n)'],
  ])('are not made of what needs other names: %s %s', (grammar, code) => {
    expect(varied(grammar, code)).toEqual([]);
  });
});
