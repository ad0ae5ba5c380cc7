import { beforeAll, describe, expect, it } from 'vitest';
import type { ExplainedError } from '../../../src/core/errors.js';
import { describeLanguage, languageOf } from '../../../src/problem/languages.js';
import { CodeParser, GrammarsUnusableError } from '../../../src/problem/parser.js';
import { NoFunctionError, NothingSelectedError, type Selection } from '../../../src/problem/select.js';
import { loadParser, problemAt } from './support.js';

let parser: CodeParser;
beforeAll(async () => {
  parser = await loadParser();
});

/** The text that the problem at a place would replace. */
function selected(language: string, source: string, where: string | Selection): string {
  const { range } = problemAt(parser, language, source, where);
  return source.slice(range.start, range.end);
}

describe('a language', () => {
  it('is known by the extension of a file', () => {
    expect(languageOf('a/b.py')).toBe('python');
    expect(languageOf('a/b.test.TSX')).toBe('typescriptreact');
    expect(languageOf('a\\b.mjs')).toBe('javascript');
    expect(languageOf('x.rs')).toBe('rust');
    expect(languageOf('a.py/Makefile')).toBe('plaintext');
  });
  it('that is not known can still be selected in', () => {
    expect(describeLanguage('zig')).toMatchObject({ grammar: null, fence: 'zig' });
  });
});

describe('the grammars', () => {
  it('that are missing are an error that names the folder', async () => {
    await expect(CodeParser.load('/nowhere/grammars')).rejects.toThrow(GrammarsUnusableError);
    await expect(CodeParser.load('/nowhere/grammars')).rejects.toThrow('/nowhere/grammars');
  });
});

describe('a line of Python means', () => {
  const source = [
    'import os',
    '',
    '# Adds.',
    '@cache',
    'def add(a, b):',
    '    """Sum."""',
    '    return a - b',
    '',
    'class Shop:',
    '    @staticmethod',
    '    async def sell(what):',
    '        def inner(x):',
    '            return x',
    '        return inner(what)',
    '',
    '    def todo(self):',
    '        pass',
    '        # TODO: later',
    '',
    'total = 1',
    '',
  ].join('\n');

  it('the function around it, with its decorators', () => {
    const text = '@cache\ndef add(a, b):\n    """Sum."""\n    return a - b';
    for (const where of ['# Adds', '@cache', 'def add', 'Sum', 'return a']) {
      expect(selected('python', source, where)).toBe(text);
    }
  });
  it('a method in its class', () => {
    expect(selected('python', source, 'return inner')).toMatch(
      /^@staticmethod\n {4}async def sell[\s\S]*inner\(what\)$/,
    );
  });
  it('the innermost of nested functions', () => {
    expect(selected('python', source, 'return x')).toBe('def inner(x):\n            return x');
    expect(problemAt(parser, 'python', source, 'return x').name).toBe('inner');
  });
  it('a body with the comments at its end', () => {
    expect(selected('python', source, 'def todo')).toBe('def todo(self):\n        pass\n        # TODO: later');
    expect(selected('python', 'def f():\n    # TODO\n\nx = 1\n', 'def f')).toBe('def f():\n    # TODO');
  });
  it('nothing outside of functions: the error names the line and what to do', () => {
    const at = () => problemAt(parser, 'python', source, 'total');
    expect(at).toThrow(NoFunctionError);
    expect(at).toThrow('line 20');
    try {
      at();
    } catch (error) {
      expect((error as ExplainedError).nextStep).toContain('Select the lines');
    }
  });
});

describe('a line of JavaScript or TypeScript means', () => {
  it.each([
    ['a function', 'javascript', 'function f(x) {\n  return x;\n}'],
    ['an exported async function', 'javascript', 'export async function f(x) {\n  return x;\n}'],
    ['a generator', 'javascript', 'function* f(x) {\n  yield x;\n}'],
    ['an arrow function', 'javascript', 'const f = (x) => {\n  return x;\n};'],
    ['an exported arrow function', 'typescript', 'export const f = async (x: number): Promise<number> => x;'],
    ['a function expression', 'javascript', 'exports.f = function (x) {\n  return x;\n};'],
    ['a default export', 'javascript', 'export default function f(x) {\n  return x;\n}'],
    ['a generic function', 'typescript', 'function f<T>(x: T): T {\n  return x;\n}'],
  ])('%s', (_, language, text) => {
    const source = `// before\nlet y = 1;\n\n${text}\nlet z = 2;\n`;
    expect(selected(language, source, text.slice(0, 10))).toBe(text);
    expect(problemAt(parser, language, source, text.slice(0, 10)).name).toBe('f');
  });
  it.each([
    ['a method', 'javascript', 'f(x) {\n    return x;\n  }'],
    ['a static async method', 'javascript', 'static async f(x) {\n    return x;\n  }'],
    ['a decorated private method', 'typescript', '@Log()\n  private f(x: number): number {\n    return x;\n  }'],
    ['a field with an arrow function', 'typescript', 'f = (x: number) => x'],
  ])('%s of a class', (_, language, text) => {
    const source = `export class A {\n  y = 1;\n  ${text}\n  g() {}\n}\n`;
    expect(selected(language, source, text.slice(0, 4))).toBe(text);
  });
  it('a member of an object', () => {
    const source = 'const o = {\n  f(x) { return x; },\n  g: (x) => x,\n};\n';
    expect(selected('javascript', source, 'f(x)')).toBe('f(x) { return x; }');
    expect(selected('javascript', source, 'g:')).toBe('g: (x) => x');
  });
  it('the named function around a callback', () => {
    const source = 'function f(xs) {\n  return xs.map((x) => {\n    return x + 1;\n  });\n}\n';
    expect(selected('javascript', source, 'x + 1')).toBe(source.trimEnd());
  });
  it('the function whose doc comment it is in', () => {
    const source = 'let a;\n/**\n * Adds.\n */\nfunction f() {}\n';
    expect(selected('javascript', source, 'Adds')).toBe('function f() {}');
  });
  it('works in TSX and after characters outside the basic plane', () => {
    const source = 'const s = "😀é";\nexport function F() {\n  return <b>{s}</b>;\n}\n';
    expect(selected('typescriptreact', source, '<b>')).toBe('export function F() {\n  return <b>{s}</b>;\n}');
  });
});

describe('a range of lines', () => {
  const source =
    'const a = 1;\n\n// Adds.\nexport function f(x) {\n  let y = x;\n  y += 1;\n  return y;\n}\n\nconst b = 2;\n';
  it('is the function where it holds nothing else', () => {
    for (const [from, to] of [
      [4, 8],
      [3, 9],
      [2, 8],
    ] as const) {
      expect(problemAt(parser, 'javascript', source, { kind: 'range', from, to })).toMatchObject({ name: 'f' });
    }
  });
  it('is a decorated function also without the decorator', () => {
    const python = '@cache\ndef f():\n    return 1\n';
    expect(selected('python', python, { kind: 'range', from: 2, to: 3 })).toBe(python.trimEnd());
  });
  it('is exactly those lines otherwise, without the white space around', () => {
    expect(selected('javascript', source, { kind: 'range', from: 5, to: 6 })).toBe('let y = x;\n  y += 1;');
    const more = problemAt(parser, 'javascript', source, { kind: 'range', from: 1, to: 8 });
    expect(more.name).toBeUndefined();
    expect(more.range.start).toBe(0);
  });
  it('works in any language', () => {
    expect(selected('go', 'package a\n\nfunc F() {\n}\n', { kind: 'range', from: 3, to: 4 })).toBe('func F() {\n}');
  });
  it('keeps to the text of lines that end in CR LF', () => {
    expect(selected('go', 'a\r\nb\r\nc\r\n', { kind: 'range', from: 2, to: 2 })).toBe('b');
  });
  it.each([
    ['outside of the file', 'a = 1\n', { kind: 'range', from: 2, to: 9 }],
    ['backwards', 'a = 1\nb = 2\n', { kind: 'range', from: 2, to: 1 }],
    ['of an empty file', ' \n', { kind: 'range', from: 1, to: 1 }],
    ['that is blank', 'a = 1\n\n\nb = 2\n', { kind: 'range', from: 2, to: 3 }],
    ['that is one line after the end', 'a = 1\n', { kind: 'line', line: 7 }],
    ['that is line zero', 'a = 1\n', { kind: 'line', line: 0 }],
  ] as const)('%s is refused', (_, text, where) => {
    expect(() => problemAt(parser, 'python', text, where)).toThrow(NothingSelectedError);
  });
  it('is needed where the language has no grammar', () => {
    expect(() => problemAt(parser, 'go', 'func F() {\n}\n', { kind: 'line', line: 1 })).toThrow(NoFunctionError);
  });
});
