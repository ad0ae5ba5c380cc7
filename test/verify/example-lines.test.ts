import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ExampleGrammarError,
  ExamplesUnsupportedError,
  examplesVerifier,
  UnreadableExamplesError,
} from '../../src/verify/examples.js';
import { viewOnDisk } from '../../src/verify/suggest/index.js';
import { fingerprint, makeFolder, ORDINARY_PARENT, openVerifying, verifiersOf } from './workspace.js';

const grammars = path.resolve(import.meta.dirname, '../../node_modules/@vscode/tree-sitter-wasm/wasm');
const languages: Readonly<Record<string, string>> = {
  '.py': 'python',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.ts': 'typescript',
};

interface Line {
  readonly total?: number;
  readonly check?: string;
  readonly passed?: boolean;
  readonly expected?: string;
  readonly actual?: string;
  readonly message?: string;
}

async function make(workspace: string, file: string, text: string) {
  const language = languages[path.extname(file)] ?? '';
  return examplesVerifier({ workspace: viewOnDisk(workspace), file, language, text, grammars });
}

/** Checks the examples in a workspace with these files, as a scratch copy would have them. */
async function check(files: Readonly<Record<string, string>>, file: string, ...examples: readonly string[]) {
  const workspace = await makeFolder(files);
  return checkIn(workspace, file, examples);
}

async function checkIn(workspace: string, file: string, examples: readonly string[]) {
  const before = await fingerprint(workspace);
  const { entry, program } = await make(workspace, file, examples.join('\n'));
  expect(await fingerprint(workspace)).toEqual(before);
  expect(verifiersOf([entry], file)).toHaveLength(1);
  await mkdir(path.dirname(path.join(workspace, program.file)), { recursive: true });
  await writeFile(path.join(workspace, program.file), program.text);
  const [command = '', ...args] = entry.command;
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: workspace, encoding: 'utf8' });
  const source = await readFile(path.join(workspace, file), 'utf8');
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Line => JSON.parse(line));
  return { status, stderr, source, lines, checks: entry.checks, passed: lines.slice(1).map(({ passed }) => passed) };
}

describe('in Python', () => {
  const module = `
def add_all(numbers):
    print("adding", end="")
    return sum(numbers) + _offset

_offset = 0

class NegativeError(ValueError):
    pass

def root(x):
    if x < 0:
        raise NegativeError("negative")
    return x ** 0.5

async def later(x):
    return x
`;

  it('each example is a check with its expected and actual value', async () => {
    const { status, lines, stderr } = await check(
      { 'm.py': module },
      'm.py',
      '# sums',
      'add_all([1, 2]) == 3',
      '',
      'assert add_all([1, 2]) == 4',
      'add_all([1]) == 1 and add_all([2]) == 3',
      'abs(root(2) - 1.41421) < 1e-4',
      'await later(5) == 5',
      '_offset == 0',
    );
    expect(lines).toEqual([
      { total: 6 },
      { check: 'add_all([1, 2]) == 3', passed: true, expected: '3', actual: '3' },
      { check: 'assert add_all([1, 2]) == 4', passed: false, expected: '4', actual: '3' },
      { check: 'add_all([1]) == 1 and add_all([2]) == 3', passed: false, expected: 'true', actual: 'False' },
      { check: 'abs(root(2) - 1.41421) < 1e-4', passed: true, expected: 'true', actual: 'True' },
      { check: 'await later(5) == 5', passed: true, expected: '5', actual: '5' },
      { check: '_offset == 0', passed: true, expected: '0', actual: '0' },
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain('adding');
  });

  it('exceptions are expected by their class, and unexpected ones fail', async () => {
    const { status, lines } = await check(
      { 'm.py': module },
      'm.py',
      'root(-1) raises ValueError',
      'root(-1) raises NegativeError',
      'root(-1) raises KeyError',
      'root(4) raises ValueError',
      'root(-1) == 1',
      'rot(1) == 1',
    );
    expect(status).toBe(1);
    expect(lines.slice(1)).toMatchObject([
      { passed: true },
      { passed: true },
      { passed: false, expected: 'raises KeyError', actual: 'raises m.NegativeError: negative' },
      { passed: false, expected: 'raises ValueError', actual: '2.0' },
      { passed: false, expected: '1', actual: 'raises m.NegativeError: negative' },
      { passed: false, actual: expect.stringContaining("name 'rot' is not defined") },
    ]);
  });

  it('doctests are examples, with what they print, several lines and setting up', async () => {
    const { lines, checks } = await check(
      { 'm.py': 'def double(x):\n    return x * 2\n' },
      'm.py',
      '>>> y = 4',
      '>>> double(y)',
      '8',
      '>>> for i in range(2):',
      '...     print(double(i))',
      '0',
      '3',
      '>>> double(None)',
      'Traceback (most recent call last):',
      "TypeError: unsupported operand type(s) for *: 'NoneType' and 'int'",
      '',
      'double(1) == 2',
    );
    expect(checks).toBe(5);
    expect(lines).toMatchObject([
      { total: 5 },
      { check: 'y = 4', passed: true },
      { check: 'double(y)', passed: true, expected: '8', actual: '8' },
      { check: 'for i in range(2):', passed: false, expected: '0\n3', actual: '0\n2' },
      { check: 'double(None)', passed: true },
      { check: 'double(1) == 2', passed: true },
    ]);
  });

  it('a module keeps its place in its package, and its name is its own', async () => {
    const files = {
      'src/app/__init__.py': '',
      'src/app/base.py': 'STEP = 2\n',
      'src/app/json.py': 'from .base import STEP\nimport json\n\ndef step(x):\n    return json.loads(str(x + STEP))\n',
      'src/app/__main__.py': 'raise SystemExit(0)\n',
      'a-script.py': 'if __name__ == "__main__":\n    raise SystemExit(0)\nvalue = 1\n',
    };
    expect((await check(files, 'src/app/json.py', 'step(1) == 3')).status).toBe(0);
    expect((await check(files, 'a-script.py', 'value == 1')).status).toBe(0);
  });

  it("what runs is the file's text, not what was compiled of another one", async () => {
    const files = { 'pkg/__init__.py': 'from .m import f\n', 'pkg/m.py': 'def f(): return 1\n', 'n.py': 'g = 1\n' };
    const workspace = await makeFolder(files);
    spawnSync('python3', ['-c', 'import pkg.m, n'], {
      cwd: workspace,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '' },
    });
    for (const [file, text] of [
      ['pkg/m.py', 'def f(): return 2\n'],
      ['n.py', 'g = 2\n'],
    ] as const) {
      expect(await readdir(path.join(workspace, path.dirname(file)))).toContain('__pycache__');
      // Python takes a compiled file for the one of a text with the same length and time.
      const { atime, mtime } = await stat(path.join(workspace, file));
      await writeFile(path.join(workspace, file), text);
      await utimes(path.join(workspace, file), atime, mtime);
    }
    expect((await checkIn(workspace, 'pkg/m.py', ['f() == 2', '__import__("pkg").f is f'])).passed).toEqual([
      true,
      true,
    ]);
    expect((await checkIn(workspace, 'n.py', ['g == 2'])).passed).toEqual([true]);
  });

  it.each([
    ['is no Python', 'def f(:\n', /SyntaxError/],
    ['fails when it is loaded', 'import no_such_module\n', /No module named/],
    ['exits when it is loaded', 'import sys\nsys.exit(0)\n', /SystemExit/],
  ])('every example fails where the file %s', async (_, source, said) => {
    const { status, lines } = await check({ 'm.py': source }, 'm.py', 'f(1) == 1', 'f(2) == 2');
    expect(status).toBe(1);
    expect(lines).toEqual([
      { total: 2 },
      { check: 'f(1) == 1', passed: false, message: expect.stringMatching(said) },
      { check: 'f(2) == 2', passed: false, message: expect.stringMatching(said) },
    ]);
  });

  it('an early end is seen: the total is there, the checks are not', async () => {
    const early = await check({ 'm.py': 'import os\nos._exit(0)\n' }, 'm.py', 'f(1) == 1');
    expect(early.lines).toEqual([{ total: 1 }]);
    const late = await check({ 'm.py': 'import sys\ndef f(x): sys.exit(0)\n' }, 'm.py', 'f(1) == 1');
    expect(late).toMatchObject({ status: 1, passed: [false] });
    const atExit = 'import atexit, os\natexit.register(os._exit, 0)\ndef f(x): return 2\n';
    expect((await check({ 'm.py': atExit }, 'm.py', 'f(1) == 1')).status).toBe(1);
  });

  it("runs on the workspace's virtual environment", async () => {
    const workspace = await makeFolder({ 'm.py': '', '.venv/bin/python': '' });
    const { entry } = await make(workspace, 'm.py', 'f() == 1');
    expect(entry.command[0]).toBe(`\${workspaceFolder}/.venv/bin/python`);
  });
});

const esm = `
export function sum(list) { console.log('adding'); process.stdout.write('.'); return list.reduce((a, b) => a + b, 0); }
const hidden = (x) => ({ x, nested: [x] });
export class Point { constructor(x) { this.x = x; } }
function root(x) { if (x < 0) throw new RangeError('negative'); return Math.sqrt(x); }
const later = async (x) => { if (x < 0) throw new RangeError('negative'); return x; };
`;
const commonjs = `${esm.replaceAll('export ', '')}\nmodule.exports = sum; // a comment at the end`;

it.each([
  ['m.cjs', 'exports.half = function half(x) { return x / 2; };', 'half(4) == 2'],
  ['m.cjs', 'module.exports = { half: (x) => x / 2 };', 'half(4) == 2'],
  ['m.cjs', 'const half = 3; exports.half = (x) => x / 2;', 'half == 3'],
  ['m.mjs', 'const inner = (x) => x / 2; export { inner as half };', 'half(inner(8)) == 2'],
])('in JavaScript, a name that only the exports of %s have is known: %s', async (file, module, example) => {
  expect((await check({ [file]: module }, file, example)).passed).toEqual([true]);
});

describe.each([
  ['an ES module', 'm.mjs', esm],
  ['an ES module by its package', 'lib/m.js', esm],
  ['a CommonJS module', 'm.cjs', commonjs],
])('in JavaScript: %s', (_, file, module) => {
  const files = { [file]: module, 'lib/package.json': '{"type":"module"}' };

  it('each example is a check with its expected and actual value, exported or not', async () => {
    const { status, lines, stderr, source } = await check(
      files,
      file,
      '// sums',
      'sum([1, 2]) == 3',
      'sum([1, 2]) === 4;',
      "hidden(1) == { nested: [1], x: 1 } // the order doesn't matter",
      'hidden(1) == { x: 1 }',
      'new Point(1) == { x: 1 }',
      'Number.isNaN(root(NaN)) && root(4) < 3',
      'await later(1) == 1',
      'later(1) == 1',
      '[1, 2].filter((x) => x == 1) == [1]',
    );
    expect(lines).toMatchObject([
      { total: 9 },
      { check: 'sum([1, 2]) == 3', passed: true, expected: '3', actual: '3' },
      { check: 'sum([1, 2]) === 4;', passed: false, expected: '4', actual: '3' },
      { passed: true },
      { passed: false, expected: '{ x: 1 }', actual: '{ x: 1, nested: [ 1 ] }' },
      { passed: false, actual: 'Point { x: 1 }' },
      { passed: true },
      { passed: true },
      { passed: false, actual: 'Promise { 1 }' },
      { passed: true },
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain('adding\n.');
    expect(source).toBe(module);
  });

  it('exceptions are expected by their class, and unexpected ones fail', async () => {
    const { lines, status } = await check(
      files,
      file,
      'root(-1) throws RangeError',
      'await later(-1) throws Error',
      'root(-1) throws TypeError',
      'root(4) throws RangeError',
      'root(-1) == 1',
    );
    expect(status).toBe(1);
    expect(lines.slice(1)).toMatchObject([
      { passed: true },
      { passed: true },
      { passed: false, expected: 'throws TypeError', actual: 'throws RangeError: negative' },
      { passed: false, expected: 'throws RangeError', actual: '2' },
      { passed: false, expected: '1', actual: 'throws RangeError: negative' },
    ]);
  });

  it('ends with 0 where all pass', async () => {
    expect((await check(files, file, 'sum([]) == 0')).status).toBe(0);
  });
});

describe('in JavaScript', () => {
  it('modules that import each other are one each', async () => {
    const files = {
      'a.mjs': "import { make } from './b.mjs';\nexport class A {}\nexport const isMine = () => make() instanceof A;\n",
      'b.mjs': "import { A } from './a.mjs';\nexport const make = () => new A();\n",
    };
    expect((await check(files, 'a.mjs', 'isMine()')).passed).toEqual([true]);
  });

  it('every example fails where the file cannot be loaded', async () => {
    const { status, lines } = await check({ 'm.mjs': 'export const = 1' }, 'm.mjs', 'f(1) == 1');
    expect(status).toBe(1);
    expect(lines).toEqual([
      { total: 1 },
      { check: 'f(1) == 1', passed: false, message: expect.stringMatching(/Syntax/) },
    ]);
  });

  it('an early end is seen: the total is there, the checks are not, and it is no success', async () => {
    const loading = await check({ 'm.mjs': 'process.exit(0)' }, 'm.mjs', 'f(1) == 1');
    expect(loading).toMatchObject({ status: 1, lines: [{ total: 1 }] });
    const harsh = await check({ 'm.mjs': 'process.reallyExit(0)' }, 'm.mjs', 'f(1) == 1');
    expect(harsh.lines).toEqual([{ total: 1 }]);
    const never = 'export const f = () => new Promise(() => {})';
    const waiting = await check({ 'm.mjs': never }, 'm.mjs', 'await f() == 1');
    expect(waiting.lines).toEqual([{ total: 1 }]);
    expect(waiting.status).not.toBe(0);
  });

  it('what still runs in the end does not keep it', async () => {
    const files = { 'm.mjs': 'setInterval(() => {}, 1000); export const f = () => 1' };
    expect((await check(files, 'm.mjs', 'f() == 1')).status).toBe(0);
  });
});

describe('in TypeScript', () => {
  const files = { 'm.ts': 'interface A { x: number }\nfunction f(a: A): number { return a.x; }\nexport {};\n' };
  const stripsTypes = 'typescript' in process.features && Boolean(process.features.typescript);

  it('Node leaves out the types, or says what is needed, as a command that cannot be run', async () => {
    if (stripsTypes) {
      const checked = await check(files, 'm.ts', 'f({ x: 1 }) == 1', 'f({ x: 1 }) == 2');
      expect(checked).toMatchObject({ status: 1, passed: [true, false] });
      return;
    }
    const { status, stderr, lines } = await check(files, 'm.ts', 'f({ x: 1 }) == 1');
    expect({ status, lines }).toEqual({ status: 126, lines: [] });
    expect(stderr).toMatch(/need Node 22\.18 or newer, or the package "tsx"/);
  });

  it("takes the workspace's tsx where there is one", async () => {
    const workspace = await makeFolder(files);
    const tsx = path.join(workspace, 'node_modules/tsx');
    await mkdir(tsx, { recursive: true });
    await writeFile(path.join(tsx, 'package.json'), '{ "type": "module", "exports": "./loader.js" }');
    await writeFile(path.join(tsx, 'loader.js'), 'console.error("tsx is loaded");');
    expect((await checkIn(workspace, 'm.ts', ['f({ x: 1 }) == 1'])).stderr).toContain('tsx is loaded');
  });
});

describe('as a verifier among others', () => {
  it.each([
    ['m.py', 'def f(): return 1\n', 'def f(): return 2\n'],
    ['m.mjs', 'const f = () => 1;\n', 'const f = () => 2;\n'],
  ])('decides on candidates, and leaves the workspace as it is: %s', async (file, right, wrong) => {
    const workspace = await makeFolder({ [file]: 'original' }, ORDINARY_PARENT);
    const { entry, program } = await make(workspace, file, 'f() == 1');
    await mkdir(path.join(workspace, path.dirname(program.file)));
    await writeFile(path.join(workspace, program.file), program.text);
    const before = await fingerprint(workspace);
    const verification = await openVerifying(workspace, verifiersOf([entry], file));
    const verdict = (text: string) => verification.verify({ file, text }, new AbortController().signal);
    expect(await verdict(right)).toMatchObject({ outcome: 'pass', output: expect.stringContaining('"passed"') });
    expect(await verdict(wrong)).toMatchObject({ outcome: 'fail', output: expect.stringContaining('"actual"') });
    expect(await fingerprint(workspace)).toEqual(before);
  });
});

describe('what is typed', () => {
  const problemsOf = async (file: string, text: string) => {
    const error = await make(await makeFolder({}), file, text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableExamplesError);
    return error instanceof UnreadableExamplesError ? error : undefined;
  };

  it.each([
    ['m.py', 'f(1) = 2', /not an expression/],
    ['m.py', 'f(1) == [', /not an expression/],
    ['m.py', 'f(1), f(2) == 1, 2', /not an expression/],
    ['m.py', 'f(0) throws ValueError', /not an expression/],
    ['m.js', 'f(1)) == (1', /not an expression/],
    ['m.js', 'f(1) == 1; f(2) == 2', /not an expression/],
    ['m.js', 'f(1), 2 == 2', /several expressions/],
    ['m.js', 'x = 2', /an assignment/],
    ['m.ts', 'f<number>(1) == 2', /has types/],
    ['m.ts', 'f(1 as number) == 2', /has types/],
  ])('is refused in %s where it would not mean what it says: %s', async (file, line, reason) => {
    const error = await problemsOf(file, `\n${line}\nf(1) == 1`);
    expect(error?.problems).toEqual([{ line: 2, reason: expect.stringMatching(reason) }]);
    expect(error?.message).toContain(line);
    expect(error?.nextStep).toMatch(/one example a line/);
  });

  it('is refused where there is none', async () => {
    expect((await problemsOf('m.py', '\n# nothing\n'))?.message).toBe('There is no example.');
  });

  it('is refused for other languages', async () => {
    await expect(make(await makeFolder({}), 'm.rb', 'f(1) == 1')).rejects.toThrow(ExamplesUnsupportedError);
  });

  it('cannot be read without the grammars', async () => {
    const folder = await makeFolder({});
    const request = { workspace: viewOnDisk(folder), file: 'm.py', language: 'python', text: 'f() == 1' };
    await expect(examplesVerifier({ ...request, grammars: folder })).rejects.toThrow(ExampleGrammarError);
  });
});
