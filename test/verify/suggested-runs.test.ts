import { spawnSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Verdict } from '../../src/core/domain.js';
import { parseVerifiers } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import { isInside } from '../../src/verify/inventory.js';
import { suggestVerifiers, viewOnDisk } from '../../src/verify/suggest/index.js';
import { openVerification } from '../../src/verify/verification.js';
import { makeFolder, ORDINARY_PARENT } from './workspace.js';

const packages = path.resolve(import.meta.dirname, '../../node_modules');

/** In a sandbox /tmp is another one: packages that lie there cannot be linked to. */
const sandbox = isInside(tmpdir(), packages) ? 'none' : 'auto';

const missing = (program: string, ...args: readonly string[]) => spawnSync(program, args).status !== 0;

interface Workspace {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly file: string;
  /** The function's name. */
  readonly selected?: string;
  readonly right: string;
  readonly wrong: string;
  readonly suggested: readonly string[];
  /** What its author has run before: its runner has caches that it cannot make in a sandbox. */
  readonly before?: readonly [program: string, ...args: readonly string[]];
  /** Whether its runner is not installed here. */
  readonly skip?: boolean;
}

const script = (test: string) => JSON.stringify({ type: 'module', scripts: { test } });
const javascript = {
  file: 'src/sum.js',
  right: 'export const sum = (a, b) => a + b;\n',
  wrong: 'export const sum = (a, b) => a - b;\n',
};
const nodeTest = `import assert from 'node:assert';
import { sum } from './sum.js';
`;
const python = {
  file: 'sums.py',
  right: 'def add(a, b):\n    return a + b\n',
  wrong: 'def add(a, b):\n    return a - b\n',
};
const documented = (sign: string) =>
  `def add(a, b):\n    """\n    >>> add(1, 2)\n    3\n    """\n    return a ${sign} b\n`;

const workspaces: readonly Workspace[] = [
  {
    ...javascript,
    name: 'node:test',
    files: {
      'package.json': script('node --test'),
      'src/sum.test.js': `${nodeTest}import { test } from 'node:test';\ntest('sum', () => assert.equal(sum(1, 2), 3));\n`,
    },
    suggested: ['node:test of src/sum.js', 'npm test'],
  },
  {
    ...javascript,
    name: 'mocha',
    files: {
      'package.json': script('mocha --watch src/*.test.js'),
      'src/sum.test.js': `${nodeTest}it('sum', () => assert.equal(sum(1, 2), 3));\n`,
    },
    suggested: ['mocha of src/sum.js', 'mocha'],
  },
  {
    ...javascript,
    name: 'vitest',
    files: {
      'package.json': script('vitest --coverage=false'),
      'src/index.js': "export { sum } from './sum.js';\n",
      'src/all.test.js': `import { expect, test } from 'vitest';\nimport { sum } from './index.js';\ntest('sum', () => expect(sum(1, 2)).toBe(3));\n`,
      'src/other.test.js': `import { test } from 'vitest';\ntest('other', () => {});\n`,
    },
    suggested: ['vitest, related tests', 'vitest'],
  },
  {
    ...python,
    name: 'pytest',
    files: { 'tests/test_sums.py': 'from sums import add\n\ndef test_add():\n    assert add(1, 2) == 3\n' },
    suggested: ['pytest of sums.py', 'pytest'],
    skip: missing('python3', '-c', 'import pytest'),
  },
  {
    ...python,
    name: 'unittest',
    files: {
      'tests/test_sums.py':
        'import unittest\nfrom sums import add\n\nclass Sums(unittest.TestCase):\n    def test_add(self):\n        self.assertEqual(add(1, 2), 3)\n',
    },
    suggested: ['unittest of sums.py', 'unittest'],
  },
  {
    name: 'doctest',
    files: {},
    file: 'sums.py',
    right: documented('+'),
    wrong: documented('-'),
    suggested: ['doctest of sums.py'],
  },
  {
    name: 'go',
    files: {
      'go.mod': 'module example\n',
      'calc/add_test.go':
        'package calc\n\nimport "testing"\n\nfunc TestAdd(t *testing.T) {\n\tif Add(1, 2) != 3 {\n\t\tt.Fatal()\n\t}\n}\n',
    },
    file: 'calc/add.go',
    right: 'package calc\n\nfunc Add(a, b int) int { return a + b }\n',
    wrong: 'package calc\n\nfunc Add(a, b int) int { return a - b }\n',
    selected: 'Add',
    suggested: ['go test of Add', 'go test'],
    before: ['go', 'test', './...'],
    skip: missing('go', 'version'),
  },
  {
    name: 'cargo',
    files: {
      'Cargo.toml': '[package]\nname = "example"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/lib.rs': 'pub mod calc;\n',
      'tests/calc.rs': '#[test]\nfn adds() {\n    assert_eq!(example::calc::add(1, 2), 3);\n}\n',
    },
    file: 'src/calc.rs',
    right: 'pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n',
    wrong: 'pub fn add(a: i32, b: i32) -> i32 {\n    a - b\n}\n',
    suggested: ['cargo test calc', 'cargo test'],
    skip: missing('cargo', '--version'),
  },
  {
    name: 'ctest',
    files: {
      'CMakeLists.txt':
        'cmake_minimum_required(VERSION 3.20)\nproject(example C)\nenable_testing()\nadd_executable(check check.c add.c)\nadd_test(NAME check COMMAND check)\n',
      'check.c': 'int add(int a, int b);\nint main(void) { return add(1, 2) != 3; }\n',
    },
    file: 'add.c',
    right: 'int add(int a, int b) { return a + b; }\n',
    wrong: 'int add(int a, int b) { return a - b; }\n',
    suggested: ['ctest'],
    skip: missing('ctest', '--version') || missing('cc', '--version') || missing('make', '--version'),
  },
  {
    name: 'make',
    files: { Makefile: 'test:\n\tgrep -q right answer.txt\n' },
    file: 'answer.txt',
    right: 'right\n',
    wrong: 'wrong\n',
    suggested: ['make test'],
    skip: missing('make', '--version'),
  },
];

/** What each suggested verifier by itself says of a candidate. */
async function verdictsIn(
  workspace: string,
  file: string,
  text: string,
  selected?: string,
): Promise<readonly Verdict[]> {
  const suggestions = await suggestVerifiers(viewOnDisk(workspace), file, selected);
  const verdicts: Verdict[] = [];
  for (const verifier of parseVerifiers(suggestions.map(({ entry }) => entry)).verifiers) {
    const options = { workspace, verifiers: [verifier], cores: new Cores(1), sandbox, isTrusted: () => true } as const;
    const verification = await openVerification(options);
    onTestFinished(() => verification.close());
    verdicts.push(await verification.verify({ file, text }, new AbortController().signal));
  }
  return verdicts;
}

async function outcomesIn(...candidate: Parameters<typeof verdictsIn>): Promise<readonly Verdict['outcome'][]> {
  return (await verdictsIn(...candidate)).map(({ outcome }) => outcome);
}

describe('what is suggested can be configured as it is', () => {
  it.each(workspaces.filter(({ skip }) => !skip))(
    '$name: passes right code and fails wrong code',
    async (workspace) => {
      const { file, selected, right, wrong } = workspace;
      const folder = await makeFolder({ ...workspace.files, [file]: wrong }, ORDINARY_PARENT);
      if ('package.json' in workspace.files) await symlink(packages, path.join(folder, 'node_modules'), 'junction');
      const [program, ...args] = workspace.before ?? [];
      if (program !== undefined) spawnSync(program, args, { cwd: folder });
      const suggestions = await suggestVerifiers(viewOnDisk(folder), file, selected);
      const { verifiers } = parseVerifiers(suggestions.map(({ entry }) => entry));
      expect(verifiers.map(({ name }) => name)).toEqual(workspace.suggested);
      expect(await outcomesIn(folder, file, right, selected)).toEqual(verifiers.map(() => 'pass'));
      expect(await outcomesIn(folder, file, wrong, selected)).toEqual(verifiers.map(() => 'fail'));
    },
  );

  it("Python is that of the workspace's environment", async () => {
    const test =
      "import sys, unittest\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(sys.prefix[-5:], '.venv')\n";
    const folder = await makeFolder({ 'a.py': '', 'test_a.py': test }, ORDINARY_PARENT);
    expect(await outcomesIn(folder, 'a.py', '')).toEqual(['fail', 'fail']);
    spawnSync('python3', ['-m', 'venv', '--without-pip', '.venv'], { cwd: folder });
    expect(await outcomesIn(folder, 'a.py', '')).toEqual(['pass', 'pass']);
  });

  it('vitest does not take it for a success that no test is related', async () => {
    const files = { 'package.json': script('vitest'), 'alone.js': '' };
    const folder = await makeFolder(files);
    await symlink(packages, path.join(folder, 'node_modules'), 'junction');
    await writeFile(path.join(folder, 'other.test.js'), `import { test } from 'vitest';\ntest('x', () => {});\n`);
    const [related] = await verdictsIn(folder, 'alone.js', 'x');
    expect(related).toMatchObject({ outcome: 'fail', output: expect.stringMatching(/no test files found/i) });
  });
});
