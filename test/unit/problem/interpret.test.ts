// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test holds template literals.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/domain.js';
import { interpret } from '../../../src/problem/interpret.js';
import type { CodeParser } from '../../../src/problem/parser.js';
import { buildPrompt } from '../../../src/problem/prompt.js';
import { keyOf, loadParser, open, outcome, problemAt } from './support.js';

let parser: CodeParser;
beforeAll(async () => {
  parser = await loadParser();
});

const lines = (...all: string[]) => `${all.join('\n')}\n`;

describe('a Python function', () => {
  const source = lines(
    '"""Shop."""',
    'import os',
    'from typing import List',
    '',
    'RATE = 2',
    '',
    '',
    'def total(prices: List[int], rate: int = RATE) -> int:',
    '    """Sum of the prices."""',
    '    raise NotImplementedError',
    '',
    '',
    'def other():',
    '    return total([])',
  );
  const solved = source.replace('    raise NotImplementedError', '    return rate * sum(prices)');
  let problem: Problem;
  beforeAll(() => {
    problem = problemAt(parser, 'python', source, 'raise');
  });

  it.each([
    [
      'in a fence with talk around',
      'Sure!\n\n```python\ndef total(prices, rate=RATE):\n    return rate * sum(prices)\n```\nThis sums.',
    ],
    [
      'in a fence that is not closed',
      '```py\ndef total(prices: List[int], rate: int = RATE) -> int:\n    return rate * sum(prices)\n',
    ],
    ['without a fence', 'def total(prices, rate=RATE):\n    return rate * sum(prices)\n'],
    [
      'without a fence, after talk',
      'Here is the total(prices):\n\ndef total(prices, rate=RATE):\n    return rate * sum(prices)\n',
    ],
    [
      'in the second fence',
      '```bash\npip install x\n```\n```python\ndef total(prices, rate):\n  return rate * sum(prices)\n```',
    ],
    [
      'with the docstring repeated',
      '```python\ndef total(prices, rate):\n    """Sum of\n    all."""\n    return rate * sum(prices)\n```',
    ],
    ['on one line', '```python\ndef total(prices, rate): return rate * sum(prices)\n```'],
    [
      'with tests and prints after it',
      '```python\ndef total(prices, rate):\n    return rate * sum(prices)\n\n\nassert total([1]) == 2\nif __name__ == "__main__":\n    print(total([1, 2]))\n```',
    ],
    ['with the whole file repeated', `\`\`\`python\n${solved}\`\`\``],
    [
      'indented, in a list',
      '1. Like this:\n\n   ```python\n   def total(prices, rate):\n       return rate * sum(prices)\n   ```',
    ],
    ['with two spaces or tabs', '```python\ndef total(prices, rate):\n\treturn rate * sum(prices)\n```'],
    ['with CR LF', '```python\r\ndef total(prices, rate):\r\n    return rate * sum(prices)\r\n```\r\n'],
    [
      'with a later function cut off',
      '```python\ndef total(prices, rate):\n    return rate * sum(prices)\n\ndef test_total():\n    assert total([1, 2',
    ],
    [
      'after a stub of itself',
      '```python\ndef total(prices, rate):\n    pass\n\ndef total(prices, rate):\n    return rate * sum(prices)\n```',
    ],
    [
      'in a class of its own',
      '```python\nclass Solution:\n    def total(self, prices, rate):\n        return rate * sum(prices)\n```',
    ],
  ])('is found %s', (_, text) => {
    expect(outcome(problem, text, parser)).toBe(solved);
  });

  it('goes on from the beginning that the prompt gave', () => {
    const prompt = buildPrompt(problem, parser);
    expect(outcome(problem, '\n    return rate * sum(prices)\n', parser, prompt)).toBe(solved);
    expect(outcome(problem, '\n    return rate * sum(prices)\n\nprint(total([]))', parser, prompt)).toBe(solved);
    expect(outcome(problem, '\n    return rate * sum(prices)\n```\nThat is all: ```x```', parser, prompt)).toBe(solved);
  });

  it('keeps parameters and defaults that the attempt changes on purpose', () => {
    const text = '```python\ndef total(prices, rate=3, *, tax=0):\n    return rate * sum(prices) + tax\n```';
    expect(outcome(problem, text, parser)).toContain(
      'def total(prices, rate=3, *, tax=0) -> int:\n    """Sum of the prices."""\n    return rate * sum(prices) + tax\n\n\ndef other',
    );
  });

  it('brings the imports and helpers that it needs and the file lacks, and no others', () => {
    const text = lines(
      '```python',
      'import os, math',
      'import numpy as np',
      'from typing import List, Dict',
      'from functools import reduce as fold, partial',
      'RATE = 7',
      'START = 0',
      '# Adds two.',
      'def add(a, b):',
      '    return math.floor(a + b)',
      'def unused():',
      '    return np.zeros(1)',
      'def other():',
      '    return 1',
      'def total(prices, rate):',
      '    seen: Dict[int, int] = {}',
      '    return fold(add, prices, START) * rate',
      '```',
    );
    expect(outcome(problem, text, parser)).toBe(
      lines(
        '"""Shop."""',
        'import os',
        'from typing import List',
        'import math',
        'from typing import Dict',
        'from functools import reduce as fold',
        '',
        'RATE = 2',
        '',
        '',
        'START = 0',
        '',
        '',
        '# Adds two.',
        'def add(a, b):',
        '    return math.floor(a + b)',
        '',
        '',
        'def total(prices: List[int], rate: int = RATE) -> int:',
        '    """Sum of the prices."""',
        '    seen: Dict[int, int] = {}',
        '    return fold(add, prices, START) * rate',
        '',
        '',
        'def other():',
        '    return total([])',
      ),
    );
  });

  it.each([
    ['no code', '', 'no code'],
    ['an empty fence', '```python\n\n```', 'no code'],
    ['talk', 'I would sum the prices.', 'function missing'],
    ['another function', '```python\ndef sum_up(prices):\n    return 1\n```', 'function missing'],
    [
      'a broken function',
      '```python\ndef total(prices, rate):\n    return rate = = sum(prices)\n    x = 1\n```',
      'does not parse',
    ],
    [
      'a function that stops in the middle',
      '```python\ndef total(prices, rate):\n    return rate * sum(p for p in',
      'cut off',
    ],
    ['a stub', '```python\ndef total(prices, rate):\n    """Sums."""\n    pass\n```', 'still a stub'],
    ['only comments', '```python\ndef total(prices, rate):\n    # Your code here\n```', 'still a stub'],
  ])('is told from %s', (_, text, reason) => {
    expect(outcome(problem, text, parser)).toBe(`UNUSABLE ${reason}`);
  });

  it('that is as it was is told apart, whatever its comments', () => {
    const done = problemAt(parser, 'python', solved, 'return rate');
    const text = '```python\ndef total(prices, rate):\n    # multiply\n    return rate*sum(prices)\n```';
    expect(outcome(done, text, parser)).toBe('UNUSABLE unchanged');
  });

  it('keeps string literals over lines as they are', () => {
    const text = '```python\ndef total(prices, rate):\n  if prices:\n    return """a\n  b\n"""\n  return ""\n```';
    expect(outcome(problem, text, parser)).toContain(
      '    if prices:\n        return """a\n  b\n"""\n    return ""\n\n\ndef other',
    );
  });

  it('puts the first import after docstring, coding line or hash-bang', () => {
    const add = (before: string) => {
      const file = `${before}def f(x):\n    pass\n`;
      const text = '```python\nimport math\ndef f(x):\n    return math.sqrt(x)\n```';
      return outcome(problemAt(parser, 'python', file, 'def f'), text, parser);
    };
    const body = 'def f(x):\n    return math.sqrt(x)\n';
    expect(add('')).toBe(`import math\n\n\n${body}`);
    expect(add('"""Doc."""\n\n\n')).toBe(`"""Doc."""\n\nimport math\n\n\n${body}`);
    expect(add('#!/usr/bin/env python\n# coding: utf-8\n\n\n')).toBe(
      `#!/usr/bin/env python\n# coding: utf-8\n\nimport math\n\n\n${body}`,
    );
  });
});

describe('a Python method', () => {
  const source = lines(
    'class Box:',
    '\tdef __init__(self, w):',
    '\t\tself.w = w',
    '',
    '\t@property',
    '\tdef area(self):',
    '\t\t"""The area."""',
    '\t\tpass',
    '',
    '\tdef name(self):',
    '\t\treturn "box"',
  );
  const solved = source.replace('\t\tpass', '\t\tif self.w:\n\t\t\treturn self.w ** 2\n\t\treturn 0');
  const body = (indent: string) =>
    `${indent}    if self.w:\n${indent}        return self.w ** 2\n${indent}    return 0\n`;
  let problem: Problem;
  beforeAll(() => {
    problem = problemAt(parser, 'python', source, 'pass');
  });

  it.each([
    ['as a bare function', `\`\`\`python\ndef area(self):\n${body('')}\`\`\``],
    ['as a bare function without self and decorator', `\`\`\`python\ndef area():\n${body('')}\`\`\``],
    [
      'inside the class',
      `\`\`\`python\nclass Box:\n    def __init__(self, w):\n        self.w = w\n\n    @property\n    def area(self):\n${body('    ')}\`\`\``,
    ],
    ['indented without the class', `\`\`\`python\n    def area(self):\n${body('    ')}\`\`\``],
  ])('is found %s, with the file’s tabs', (_, text) => {
    expect(outcome(problem, text, parser)).toBe(solved);
  });
  it('goes on from a beginning with the class', () => {
    const prompt = buildPrompt(problem, parser);
    expect(prompt.answerPrefix).toBe(
      '```python\nclass Box:\n    @property\n    def area(self):\n        """The area."""',
    );
    expect(outcome(problem, `\n${body('    ')}\n    def name(self):\n        return 1`, parser, prompt)).toBe(solved);
    for (const more of ['return (1', 'x = [', 'for', 'return "bo']) {
      expect(outcome(problem, `\n${body('    ')}\n    def name(self):\n        ${more}`, parser, prompt)).toBe(solved);
    }
  });
  it('brings the methods it calls into the class and the functions it calls in front of it', () => {
    const text = lines(
      '```python',
      'class Box:',
      '    def _side(self):',
      '        return self.w',
      '    def name(self):',
      '        return "other"',
      '    def area(self):',
      '        return square(self._side()) if self.name() else 0',
      'def square(x):',
      '    return x * x',
      '```',
    );
    expect(outcome(problem, text, parser)).toBe(
      lines(
        'def square(x):',
        '\treturn x * x',
        '',
        '',
        'class Box:',
        '\tdef __init__(self, w):',
        '\t\tself.w = w',
        '',
        '\tdef _side(self):',
        '\t\treturn self.w',
        '',
        '\t@property',
        '\tdef area(self):',
        '\t\t"""The area."""',
        '\t\treturn square(self._side()) if self.name() else 0',
        '',
        '\tdef name(self):',
        '\t\treturn "box"',
      ),
    );
  });
});

describe('a JavaScript function', () => {
  const source = lines(
    "'use strict';",
    "const fs = require('fs');",
    '',
    '/** Adds up. */',
    'function total(prices, rate = 2) {',
    "  throw new Error('not implemented');",
    '}',
    '',
    'module.exports = { total };',
  );
  const solved = source.replace("  throw new Error('not implemented');", '  return rate * sum;');
  let problem: Problem;
  beforeAll(() => {
    problem = problemAt(parser, 'javascript', source, 'throw');
  });

  it.each([
    ['as a declaration', 'function total(prices, rate) {\n  return rate * sum;\n}'],
    ['with four spaces', 'function total(prices, rate = 2) {\n    return rate * sum;\n}'],
    ['exported', 'export default function total(prices, rate) {\n  return rate * sum;\n}'],
    ['as an arrow function', 'const total = (prices, rate = 2) => {\n  return rate * sum;\n};'],
    ['as an arrow function with an expression', 'const total = (prices, rate) => rate * sum;'],
    ['with types', '/** Adds. */\nfunction total(prices, rate) {\n  return rate * sum;\n}\nconsole.log(total([1]));'],
    ['assigned', 'exports.total = function (prices, rate) {\n  return rate * sum;\n};'],
  ])('is found %s', (_, code) => {
    expect(outcome(problem, `\`\`\`js\n${code}\n\`\`\``, parser)).toBe(solved);
  });

  it('brings imports the way the file has them', () => {
    const code =
      "import path, { join as j } from 'node:path';\nimport * as os from 'os';\nimport fs from 'fs';\nfunction total(prices) {\n  return [j, path, os, fs];\n}";
    expect(outcome(problem, `\`\`\`js\n${code}\n\`\`\``, parser)).toContain(
      "const fs = require('fs');\nconst path = require('node:path');\nconst { join: j } = require('node:path');\nconst os = require('os');\n\n/** Adds up. */\nfunction total(prices) {",
    );
  });
  it('turns require into import in a module, without a directive or semicolons', () => {
    const module = '#!/usr/bin/env node\n\nexport function total(prices) {\n}\n\nexport const x = 1\n';
    const code = "const { sum: add, max } = require('./math.js');\nfunction total(prices) {\n  return add(prices)\n}";
    expect(outcome(problemAt(parser, 'javascript', module, 'total'), `\`\`\`js\n${code}\n\`\`\``, parser)).toBe(
      "#!/usr/bin/env node\n\nimport { sum as add } from './math.js'\n\nexport function total(prices) {\n  return add(prices)\n}\n\nexport const x = 1\n",
    );
  });
  it('puts helpers in front of the doc comment', () => {
    const code =
      'const one = 1;\nfunction total(prices) {\n  return add(prices);\n}\nfunction add(xs) {\n  return one;\n}\ntotal([]);';
    expect(outcome(problem, `\`\`\`js\n${code}\n\`\`\``, parser)).toContain(
      "require('fs');\n\nconst one = 1;\n\nfunction add(xs) {\n  return one;\n}\n\n/** Adds up. */\nfunction total(prices) {\n  return add(prices);\n}\n\nmodule",
    );
  });
  it('that became async stays so', () => {
    const code = 'async function total(prices, rate) {\n  return await rate;\n}';
    expect(outcome(problem, code, parser)).toContain(
      'async function total(prices, rate = 2) {\n  return await rate;\n}',
    );
  });
  it.each([
    ['is cut off', 'function total(prices, rate) {\n  for (const p of prices) {\n    rate +=', 'cut off'],
    ['lacks its last brace', 'function total(prices, rate) {\n  if (rate) {\n    return 1;\n  }\n', 'cut off'],
    ['has an empty body', 'function total(prices, rate) {\n  // TODO\n}', 'still a stub'],
    ['is broken', 'function total(prices, rate) {\n  return rate ** ;\n}\nconst a = 1;', 'does not parse'],
  ])('that %s is unusable', (_, code, reason) => {
    expect(outcome(problem, `\`\`\`js\n${code}`, parser)).toBe(`UNUSABLE ${reason}`);
  });
  it('keeps the file’s CR LF', () => {
    const crlf = source.replaceAll('\n', '\r\n');
    const there = problemAt(parser, 'javascript', crlf, 'throw');
    const code = "const os = require('os');\nfunction total(prices, rate) {\n  return os;\n}";
    const result = outcome(there, `\`\`\`js\n${code}\n\`\`\``, parser);
    expect(result).toContain(
      "const os = require('os');\r\n\r\n/** Adds up. */\r\nfunction total(prices, rate = 2) {\r\n  return os;\r\n}\r\n",
    );
    expect(result.replaceAll('\r\n', '')).not.toContain('\n');
    expect(outcome(there, '```js\nfunction total(prices, rate) {\n  return rate * sum;\n}\n```', parser)).toBe(
      solved.replaceAll('\n', '\r\n'),
    );
  });
  it('keeps template literals over lines as they are', () => {
    const code =
      'function total(prices) {\n        if (prices) {\n                return `a\n    ${prices}\n`;\n        }\n}';
    expect(outcome(problem, code, parser)).toContain('  if (prices) {\n    return `a\n    ${prices}\n`;\n  }\n}');
  });
});

describe('members of JavaScript classes and objects', () => {
  const source = lines(
    'class Box {',
    '    #w = 1;',
    '    static async area(w, h) {',
    '    }',
    '    grow = (by) => {',
    '    };',
    '}',
    'const o = {',
    '    a: (x) => {},',
    '    b(x) {},',
    '};',
  );
  it.each([
    ['a bare method', 'static async area(w, h) {\n  return w;\n}'],
    ['a function', 'async function area(w, h) {\n  return w;\n}'],
    ['the class repeated', 'class Box {\n  static async area(w, h) {\n    return w;\n  }\n}'],
    ['an arrow function', 'const area = async (w, h) => w;'],
  ])('a method is found as %s', (_, code) => {
    const problem = problemAt(parser, 'javascript', source, 'static');
    expect(outcome(problem, `\`\`\`js\n${code}\n\`\`\``, parser)).toBe(
      source.replace('(w, h) {\n', '(w, h) {\n        return w;\n'),
    );
  });
  it('a field', () => {
    const problem = problemAt(parser, 'javascript', source, 'grow');
    expect(outcome(problem, 'grow = (by) => {\n  this.w += by;\n};', parser)).toBe(
      source.replace('(by) => {\n', '(by) => {\n        this.w += by;\n'),
    );
  });
  it('a member of an object', () => {
    expect(outcome(problemAt(parser, 'javascript', source, 'a: '), 'a: (x) => x * 2,', parser)).toBe(
      source.replace('(x) => {}', '(x) => x * 2'),
    );
    expect(outcome(problemAt(parser, 'javascript', source, 'b(x)'), 'function b(x) {\n  return x;\n}', parser)).toBe(
      source.replace('b(x) {}', 'b(x) {\n        return x;\n    }'),
    );
  });
  it('goes on from a beginning with the class', () => {
    const problem = problemAt(parser, 'javascript', source, 'static');
    const prompt = buildPrompt(problem, parser);
    expect(prompt.answerPrefix).toBe('```javascript\nclass Box {\n  static async area(w, h) {');
    expect(outcome(problem, '\n    return w;\n  }\n}', parser, prompt)).toContain(
      'h) {\n        return w;\n    }\n    grow',
    );
    expect(outcome(problem, '\n    return w;\n  }', parser, prompt)).toContain(
      'h) {\n        return w;\n    }\n    grow',
    );
    expect(outcome(problem, '\n    return w;\n  }\n\n  more(', parser, prompt)).toContain(
      'h) {\n        return w;\n    }\n    grow',
    );
  });
});

describe('a TypeScript function', () => {
  const source = lines(
    'import { a } from "./a";',
    '',
    'export const pick = <T>(items: readonly T[], at = 0): T | undefined => {',
    '  // TODO',
    '};',
  );
  let problem: Problem;
  beforeAll(() => {
    problem = problemAt(parser, 'typescript', source, 'pick');
  });
  it.each([
    ['dropped the types', 'const pick = (items, at = 0) => {\n  return items[at];\n};'],
    ['is a function', 'function pick(items, at) {\n  return items[at];\n}'],
    ['has other types', 'export function pick(items: any[], at?: number): any {\n  return items[at];\n}'],
  ])('keeps its signature where the attempt %s', (_, code) => {
    expect(outcome(problem, `\`\`\`ts\n${code}\n\`\`\``, parser)).toBe(source.replace('// TODO', 'return items[at];'));
  });
  it('brings types and values it needs', () => {
    const code =
      'import type { Key } from "./key";\nimport { b, type C } from "./b";\ninterface Seen { key: Key }\nconst pick = (items, at = 0) => {\n  const s: Seen = b as C;\n  return s && items[at];\n};';
    expect(outcome(problem, `\`\`\`ts\n${code}\n\`\`\``, parser)).toBe(
      'import { a } from "./a";\nimport type { Key } from "./key";\nimport { b } from "./b";\nimport type { C } from "./b";\n\ninterface Seen { key: Key }\n\nexport const pick = <T>(items: readonly T[], at = 0): T | undefined => {\n  const s: Seen = b as C;\n  return s && items[at];\n};\n',
    );
  });
  it('works in TSX', () => {
    const tsx = 'export function Hi({ name }: { name: string }) {\n  return null;\n}\n';
    const there = problemAt(parser, 'typescriptreact', tsx, 'Hi');
    expect(outcome(there, '```tsx\nfunction Hi({ name }) {\n  return <b>Hi {name}</b>;\n}\n```', parser)).toBe(
      tsx.replace('null', '<b>Hi {name}</b>'),
    );
  });
});

describe('a selection that is no function', () => {
  it('is replaced by the block, indented as it was', () => {
    const source = 'function f(xs) {\n  let sum = 0;\n  // add\n  return sum;\n}\n';
    const problem = problemAt(parser, 'javascript', source, { kind: 'range', from: 3, to: 3 });
    expect(outcome(problem, '```js\nfor (const x of xs) {\n    sum += x;\n}\n```', parser)).toBe(
      source.replace('// add', 'for (const x of xs) {\n    sum += x;\n  }'),
    );
    expect(outcome(problem, '```js\nfor (const x of xs) {\n```', parser)).toBe('UNUSABLE does not parse');
  });
  it('works in a language without a grammar', () => {
    const source = 'package a\n\nfunc F(x int) int {\n\tpanic("todo")\n}\n';
    const problem = problemAt(parser, 'go', source, { kind: 'range', from: 4, to: 4 });
    const prompt = buildPrompt(problem, parser);
    expect(outcome(problem, 'if x > 0 {\n    return x\n}\nreturn 0\n```\n', parser, prompt)).toBe(
      'package a\n\nfunc F(x int) int {\n\tif x > 0 {\n\t\treturn x\n\t}\n\treturn 0\n}\n',
    );
    expect(outcome(problem, 'panic("todo")\n', parser, prompt)).toBe('UNUSABLE unchanged');
    expect(outcome(problem, '\n```\n', parser, prompt)).toBe('UNUSABLE no code');
  });
});

describe('the key of an edit', () => {
  const python = 'def f(x):\n    pass\n';
  const javascript = 'function f(x) {\n}\n';
  const key = (language: string, source: string, text: string) =>
    keyOf(interpret(problemAt(parser, language, source, 'f(x)'), open, text, parser));

  it('is the same for edits that differ in white space, comments and docstrings', () => {
    const a = key('python', python, 'def f(x):\n    if x:\n        return [1,2]\n    return "a b"');
    const b = key(
      'python',
      python,
      'def f(x):\n  """Doc."""\n  # why\n  if x :\n\n    return [ 1, 2 ] # so\n  return "a b"\n',
    );
    expect(b).toBe(a);
    const c = key('javascript', javascript, 'function f(x) { if (x) { return `a ${x}`; } return 1; }');
    const d = key(
      'javascript',
      javascript,
      'function f(x) {\n  // why\n  if (x) {\n    return `a ${ x }`;\n  }\n  /* so */\n  return 1;\n}',
    );
    expect(d).toBe(c);
  });
  it('differs where Python’s nesting does', () => {
    const a = key('python', python, 'def f(x):\n    for y in x:\n        x = y\n        return x');
    const b = key('python', python, 'def f(x):\n    for y in x:\n        x = y\n    return x');
    expect(b).not.toBe(a);
  });
  it('differs where a string does, if only in white space or escapes', () => {
    const keys = ['"a b"', '"a  b"', '"a\\tb"', '"a\\nb"', '""', 'f"a{x} b"', 'f"a{x}b"'].map((text) =>
      key('python', python, `def f(x):\n    return ${text}`),
    );
    expect(new Set(keys).size).toBe(keys.length);
    const templates = ['`a ${x}b`', '`a ${x} b`', '` a ${x}b`', '/a b/', '/a  b/'].map((text) =>
      key('javascript', javascript, `function f(x) { return ${text}; }`),
    );
    expect(new Set(templates).size).toBe(templates.length);
  });
  it('tells imports and helpers apart', () => {
    const a = key('python', python, 'from a import g\ndef f(x):\n    return g(x)');
    const b = key('python', python, 'from b import g\ndef f(x):\n    return g(x)');
    const c = key('python', python, 'def g(x):\n    return x\ndef f(x):\n    return g(x)');
    expect(new Set([a, b, c]).size).toBe(3);
  });
});

describe('a file with errors of its own', () => {
  it('can still be edited', () => {
    const source = 'def f(x):\n    pass\n\n\ndef broken(:\n    return\n';
    expect(outcome(problemAt(parser, 'python', source, 'pass'), 'def f(x):\n    return x', parser)).toBe(
      source.replace('pass', 'return x'),
    );
  });
});
