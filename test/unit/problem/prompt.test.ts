import { beforeAll, describe, expect, it } from 'vitest';
import type { CodeParser } from '../../../src/problem/parser.js';
import { buildPrompt } from '../../../src/problem/prompt.js';
import { loadParser, outcome, problemAt } from './support.js';

let parser: CodeParser;
beforeAll(async () => {
  parser = await loadParser();
});

const asked = (language: string, source: string, where: string, failure?: string) =>
  buildPrompt(problemAt(parser, language, source, where), parser, failure === undefined ? {} : { failure });
const question = (...args: Parameters<typeof asked>) =>
  asked(...args)
    .messages.map(({ content }) => content)
    .join('\n');

describe('the beginning of the answer', () => {
  it('is the fence, decorators, signature and docstring of a Python function', () => {
    const source = '@cache\ndef f(x: int) -> int:\n    """Doc.\n\n    >>> f(1)\n    """\n    return x\n';
    expect(asked('python', source, 'return').answerPrefix).toBe(
      `\`\`\`python\n${source.slice(0, source.indexOf('\n    return'))}`,
    );
  });
  it('is the doc comment and signature up to the brace of a JavaScript function', () => {
    const source = 'let a;\n\n/** Doc. */\nexport const f = async (x) => {\n};\n';
    expect(asked('javascript', source, 'f =').answerPrefix).toBe(
      '```javascript\n/** Doc. */\nexport const f = async (x) => {',
    );
  });
  it('leaves out an arrow function’s expression', () => {
    expect(asked('typescript', 'const f = (x: number): number => x;\n', 'f').answerPrefix).toBe(
      '```typescript\nconst f = (x: number): number =>',
    );
  });
  it('has the class around a method, indented as models write it', () => {
    const source = 'class A(B):\n\tx = 1\n\n\t@property\n\tdef f(self):\n\t\t"""Doc.\n\t\tMore."""\n';
    expect(asked('python', source, 'def f').answerPrefix).toBe(
      '```python\nclass A(B):\n    @property\n    def f(self):\n        """Doc.\n        More."""',
    );
  });
  it('is only the fence where a selection is no function', () => {
    const problem = problemAt(parser, 'go', 'package a\nx := 1\n', { kind: 'range', from: 2, to: 2 });
    expect(buildPrompt(problem, parser).answerPrefix).toBe('```go\n');
  });
  it('uses a fence that the code does not hold, and ends the attempt at it', () => {
    const source = 'def f(x):\n    """Doc.\n\n    ```\n    f(1)\n    ```\n    """\n    pass\n';
    const prompt = asked('python', source, 'def f');
    expect(prompt.answerPrefix.startsWith('````python\n')).toBe(true);
    expect(prompt.stopStrings).toContain('\n````');
    const problem = problemAt(parser, 'python', source, 'def f');
    expect(outcome(problem, '\n    return x\n````\nSo.', parser, prompt)).toBe(source.replace('pass', 'return x'));
  });
});

describe('the question', () => {
  it('says to write a stub and to correct what is written', () => {
    const stubs = [
      ['python', 'def f(x):\n    """Doc."""\n'],
      ['python', 'def f(x):\n    ...\n'],
      ['python', 'def f(x):\n    pass  # TODO\n'],
      ['python', 'def f(x):\n    raise NotImplementedError("f")\n'],
      ['python', 'def f(x):\n    # TODO: count\n    return 0\n'],
      ['javascript', 'function f(x) {}\n'],
      ['javascript', 'function f(x) {\n  // TODO\n  return null;\n}\n'],
      ['javascript', 'const f = (x) => {\n  throw new Error("Not implemented yet");\n};\n'],
    ] as const;
    const written = [
      ['python', 'def f(x):\n    return 0\n'],
      ['javascript', 'function f(x) {\n  throw new Error("empty");\n}\n'],
      ['javascript', 'const f = (x) => x;\n'],
    ] as const;
    for (const [language, source] of stubs)
      expect(question(language, source, 'f(', 'boom')).not.toMatch(/Correct|boom/);
    for (const [language, source] of written)
      expect(question(language, source, 'f', 'boom')).toMatch(/Correct[\s\S]*boom/);
  });
  it('shows a stub’s comments, which may be all that says what is wanted', () => {
    expect(question('javascript', 'function f(x) {\n  // TODO: half of x\n}\n', 'f(')).toContain('half of x');
    expect(asked('python', '# Half of x.\ndef f(x):\n    pass\n', 'def f').answerPrefix).toContain('Half of x');
  });
  it('shows no function without a body, which a small model would copy', () => {
    expect(question('python', 'def f(x):\n    """Doc."""\n    pass\n', 'def f')).not.toContain('def f');
  });
  it('shows what the verifier said, its beginning and its end, bounded', () => {
    const failure = `FIRST ${'x'.repeat(50_000)} LAST`;
    const text = question('python', 'def f(x):\n    return 0\n', 'def f', failure);
    expect(text).toMatch(/FIRST[\s\S]*LAST/);
    expect(text.length).toBeLessThan(3000);
  });
  it('shows what the editor complains of before what the verifier said, both bounded', () => {
    const long = (start: string, end: string) => `${start} ${'x'.repeat(50_000)} ${end}`;
    const problem = { ...problemAt(parser, 'python', 'def f(x):\n    return 0\n', 'def f'), complaint: long('A', 'B') };
    const text = buildPrompt(problem, parser, { failure: long('C', 'D') })
      .messages.map(({ content }) => content)
      .join('\n');
    expect(text).toMatch(/The editor says:\nA [\s\S]* B\n\nIts test says:\nC [\s\S]* D\n/);
    expect(text.length).toBeLessThan(3000);
    expect(question('python', 'def f(x):\n    return 0\n', 'def f')).not.toContain('says');
  });
  it('shows what the file offers: short definitions whole, long ones by their signature', () => {
    const long = `def long(a, b):\n    """Joins."""\n${'    a = a + b\n'.repeat(60)}`;
    const source = `import os\nLIMIT = 3\n\ndef short(x):\n    return x + 1\n\n${long}\ndef f(x):\n    pass\n`;
    const text = question('python', source, 'def f');
    for (const part of ['import os', 'LIMIT = 3', 'return x + 1', 'def long(a, b):\n    """Joins."""'])
      expect(text).toContain(part);
    expect(text).not.toContain('a = a + b');
  });
  it('shows the members of a method’s class', () => {
    const source =
      'class Box {\n  #w = 1;\n  constructor(w) {\n    this.#w = w;\n  }\n  side() {\n    return this.#w;\n  }\n  area() {\n  }\n}\n';
    const text = question('javascript', source, 'area');
    for (const part of ['class Box {', '#w = 1;', 'this.#w = w', 'return this.#w', 'method `area` of `Box`'])
      expect(text).toContain(part);
    expect(text).not.toContain('area() {');
  });
  it('keeps to some thousand characters, the nearest first', () => {
    const functions = Array.from({ length: 200 }, (_, i) => `def f${i}():\n    return ${i}\n`).join('\n');
    const text = question('python', `${functions}\ndef target(x):\n    pass\n`, 'def target');
    expect(text).toContain('def f199');
    expect(text).not.toContain('def f1()');
    expect(text.length).toBeLessThan(5000);
  });
  it('shows the text around a selection in any language', () => {
    const source = 'package a\n\nfunc F() int {\n\treturn 0\n}\n\nfunc G() {}\n';
    const problem = problemAt(parser, 'go', source, { kind: 'range', from: 4, to: 4 });
    const text = buildPrompt(problem, parser, { failure: 'boom' })
      .messages.map(({ content }) => content)
      .join('\n');
    for (const part of ['package a', 'func F() int {', '```go\nreturn 0\n```', 'func G() {}', 'boom'])
      expect(text).toContain(part);
  });
  it('has no carriage returns', () => {
    const source = 'import os\r\n\r\ndef f(x):\r\n    """Doc.\r\n    More."""\r\n    return 1\r\n';
    const prompt = asked('python', source, 'def f', 'a\r\nb');
    expect(JSON.stringify(prompt)).not.toContain('\\r');
  });
});
