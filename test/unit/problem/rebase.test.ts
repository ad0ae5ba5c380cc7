import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits, type Problem, type TextEdit } from '../../../src/core/domain.js';
import { interpret } from '../../../src/problem/interpret.js';
import type { CodeParser } from '../../../src/problem/parser.js';
import { rebase } from '../../../src/problem/rebase.js';
import { loadParser, open, problemAt } from './support.js';

let parser: CodeParser;
beforeAll(async () => {
  parser = await loadParser();
});

const lines = (...all: string[]) => `${all.join('\n')}\n`;

/** A candidate's edits, from what a model would answer. */
function candidate(problem: Problem, ...answer: string[]): readonly TextEdit[] {
  const interpretation = interpret(problem, open, lines('```', ...answer, '```'), parser);
  if (interpretation.kind !== 'edit') throw new Error(interpretation.reason);
  return interpretation.edits;
}

/** What becomes of a text with a candidate: where it was placed, what is there then. */
function rebased(problem: Problem, edits: readonly TextEdit[], present: string, all = [edits]) {
  const result = rebase({ problem, edits, all, present }, parser);
  return result.kind === 'lost' ? 'lost' : { [result.kind]: applyEdits(present, result.edits) };
}

const languages = {
  python: {
    source: lines('import os', '', '', 'def area(r):', '    raise NotImplementedError', '', '', 'def f():', '    pass'),
    first: ['import math', '', 'def area(r):', '    return math.pi * r * r'],
    second: ['from math import tau', '', 'def area(r):', '    return tau * r * r / 2'],
    mine: '# Mine.\nimport sys\n',
    imported: 'import math\n',
    call: 'return math.pi',
    edited: ['raise NotImplementedError', 'return r'],
    renamed: ['def area', 'def circle'],
    respaced: (text: string) => text.replace('    return math.pi * r * r', '  return math.pi*r*r'),
  },
  javascript: {
    source: lines(
      "import os from 'node:os';",
      '',
      'export function area(r) {',
      '  throw new Error("todo");',
      '}',
      '',
      'f();',
    ),
    first: ["import { pi } from './pi.js';", '', 'export function area(r) {', '  return pi * r * r;', '}'],
    second: ["import { tau } from './tau.js';", '', 'export function area(r) {', '  return (tau * r * r) / 2;', '}'],
    mine: "// Mine.\nimport fs from 'node:fs';\n",
    imported: "import { pi } from './pi.js';\n",
    call: 'return pi',
    edited: ['throw new Error("todo");', 'return r;'],
    renamed: ['function area', 'function circle'],
    respaced: (text: string) => text.replace('  return pi * r * r;', '\treturn pi*r*r;'),
  },
  typescript: {
    source: lines(
      "import os from 'node:os';",
      '',
      'class Circle {',
      '  area(r: number): number {',
      '    throw new Error("todo");',
      '  }',
      '}',
    ),
    first: [
      "import { pi } from './pi.js';",
      'class Circle {',
      '  area(r: number): number {',
      '    return pi * r * r;',
      '  }',
      '}',
    ],
    second: [
      "import { tau } from './tau.js';",
      'class Circle {',
      '  area(r: number): number {',
      '    return (tau * r * r) / 2;',
      '  }',
      '}',
    ],
    mine: "// Mine.\nimport fs from 'node:fs';\n",
    imported: "import { pi } from './pi.js';\n",
    call: 'return pi',
    edited: ['throw new Error("todo");', 'return r;'],
    renamed: ['class Circle', 'class Round'],
    respaced: (text: string) => text.replace('    return pi * r * r;', '\t\treturn pi*r*r;'),
  },
} as const;

describe.each(Object.entries(languages))('a %s function', (language, { source, first, second, ...given }) => {
  let problem: Problem;
  let edits: readonly TextEdit[];
  let others: readonly TextEdit[];
  let applied: string;
  beforeAll(() => {
    const [stub] = given.edited;
    problem = problemAt(parser, language, source, stub);
    edits = candidate(problem, ...first);
    others = candidate(problem, ...second);
    applied = applyEdits(source, edits);
    expect(applied).toContain(given.call);
  });
  const edit = (text: string, [from, to]: readonly [string, string]) => text.replace(from, to);

  it('is replaced in the text that was explored by the edits as they are', () => {
    expect(rebase({ problem, edits, all: [edits], present: source }, parser)).toEqual({ kind: 'placed', edits });
  });

  it('is found where it is now, whatever else was edited, and imports go to those of now', () => {
    const present = `${given.mine}${source}\n# more`.replace(
      '\n# more',
      language === 'python' ? '\n# more' : '\n// more',
    );
    const after = rebased(problem, edits, present);
    expect(after).toEqual({ placed: expect.stringContaining(given.call) });
    expect(after).toEqual({ placed: expect.stringMatching(/^(#|\/\/) Mine\.\n[\s\S]*more$/) });
    expect(Object.values(after)[0]?.split(given.imported.trim())).toHaveLength(2);
  });

  it('does not import again what is imported meanwhile', () => {
    const after = rebased(problem, edits, given.imported + source);
    expect(after).toEqual({ placed: expect.stringContaining(given.call) });
    expect(Object.values(after)[0]?.split(given.imported.trim())).toHaveLength(2);
  });

  it('is not replaced unasked where it was edited itself', () => {
    const present = edit(given.mine + source, given.edited);
    expect(rebased(problem, edits, present)).toEqual({ changed: expect.stringContaining(given.call) });
    expect(rebased(problem, edits, edit(given.mine + applied, [given.call, '1; return r']), [edits, others])).toEqual({
      changed: expect.stringContaining(given.call),
    });
  });

  it('is lost where it has another name, or there are two', () => {
    expect(rebased(problem, edits, edit(source, given.renamed))).toBe('lost');
    expect(rebased(problem, edits, source + source)).toBe('lost');
    expect(rebased(problem, edits, '')).toBe('lost');
  });

  it('takes the place of a candidate that was applied before, with its imports', () => {
    expect(rebased(problem, others, applied, [edits, others])).toEqual({ placed: applyEdits(source, others) });
    expect(rebased(problem, edits, applied, [edits, others])).toEqual({ placed: applied });
  });

  it('takes its place also where the text was edited or formatted since', () => {
    for (const present of [given.mine + applied, given.respaced(applied)]) {
      const after = rebased(problem, others, present, [edits, others]);
      expect(after).toEqual({ placed: expect.stringContaining('tau * r * r') });
      expect(after).not.toEqual({ placed: expect.stringContaining(given.call) });
    }
  });

  it('takes away what the other one imported, where nothing else uses it', () => {
    const present = given.mine + applied;
    expect(rebased(problem, others, present, [edits, others])).toEqual({
      placed: given.mine + applyEdits(source, others),
    });
    const user = language === 'python' ? 'print(math.e)\n' : 'f(pi);\n';
    expect(rebased(problem, others, present + user, [edits, others])).toEqual({
      placed: expect.stringContaining(given.imported.trim()),
    });
    // What no candidate of the exploration brought is a person's.
    expect(rebased(problem, edits, given.imported + applyEdits(source, others), [edits, others])).toEqual({
      placed: expect.stringContaining(given.imported.trim()),
    });
  });

  it('gets the line ends that are there now', () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    expect(rebased(problem, edits, crlf(source))).toEqual({ placed: crlf(applied) });
  });
});

it('tells functions of one name apart by what they are in', () => {
  const source = lines(
    'class A:',
    '    def f(self):',
    '        pass',
    '',
    'class B:',
    '    def f(self):',
    '        pass',
  );
  const problem = problemAt(parser, 'python', source, { kind: 'range', from: 6, to: 7 });
  const edits = candidate(problem, 'def f(self):', '    return 2');
  const [a, b] = [source.slice(0, source.indexOf('class B')), source.slice(source.indexOf('class B'))];
  const swapped = `${b}\n${a}`;
  expect(rebased(problem, edits, swapped)).toEqual({ placed: swapped.replace('pass', 'return 2') });
});

it('brings along the helpers that a candidate has, once', () => {
  const source = lines('def f(x):', '    pass');
  const problem = problemAt(parser, 'python', source, 'pass');
  const edits = candidate(problem, 'def twice(x):', '    return x * 2', '', 'def f(x):', '    return twice(x)');
  expect(rebased(problem, edits, `# Mine.\n\n${source}`)).toEqual({
    placed: expect.stringMatching(/^# Mine\.[\s\S]*def twice\(x\):[\s\S]*return twice\(x\)/),
  });
  const own = lines('def twice(x):', '    return x + x', '', '');
  expect(rebased(problem, edits, own + source)).toEqual({
    placed: own + source.replace('pass', 'return twice(x)'),
  });
});

describe('lines that are no function', () => {
  const source = lines('package main', '', '\tx := 0', '\tuse(x)');
  const select = (text = source, line = 3): Problem =>
    problemAt(parser, 'go', text, { kind: 'range', from: line, to: line });
  const edits = () => candidate(select(), 'x := 1');

  it('are found by their text', () => {
    expect(rebased(select(), edits(), `// Mine\n${source}`)).toEqual({
      placed: `// Mine\n${source.replace('x := 0', 'x := 1')}`,
    });
  });

  it('are lost where they are changed, there twice, or only a part of a line', () => {
    expect(rebased(select(), edits(), source.replace('x := 0', 'x := 7'))).toBe('lost');
    expect(rebased(select(), edits(), source + source)).toBe('lost');
    expect(rebased(select(), edits(), source.replace('x := 0', 'max := 0'))).toBe('lost');
    const twice = lines('x := 0', 'x := 0');
    const problem = select(twice, 1);
    expect(rebased(problem, candidate(problem, 'x := 1'), twice.replace('x := 0', 'x := 7'))).toBe('lost');
  });

  it('are not taken for lines that another candidate would write, but that were there from the start', () => {
    const text = `${source}\tx := 2\n`;
    const others = candidate(select(text), 'x := 2');
    const present = text.replace('x := 0', 'x := 7');
    expect(rebased(select(text), candidate(select(text), 'x := 1'), present, [others])).toBe('lost');
  });

  it('are replaced also where another candidate was put into their place', () => {
    const others = candidate(select(), 'x := 2');
    const present = `// Mine\n${applyEdits(source, others)}`;
    expect(rebased(select(), edits(), present, [edits(), others])).toEqual({
      placed: present.replace('x := 2', 'x := 1'),
    });
  });
});

it.each([
  ['at the top of a file', ''],
  ['below what a file begins with', '"The file\'s purpose."\n\n\n'],
])('leaves no trace of an import that stood %s', (_, top) => {
  const source = `${top}def area(r):\n    raise NotImplementedError\n`;
  const problem = problemAt(parser, 'python', source, 'raise');
  const first = candidate(problem, 'import math', 'def area(r):', '    return math.pi * r * r');
  const second = candidate(problem, 'def area(r):', '    return 3.14 * r * r');
  const mine = '\n\ndef mine():\n    pass\n';
  expect(rebased(problem, second, applyEdits(source, first) + mine, [first, second])).toEqual({
    placed: applyEdits(source, second) + mine,
  });
});
