import { spawnSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseVerifiers } from '../../src/verify/configuration.js';
import { suggestVerifiers, viewOnDisk } from '../../src/verify/suggest/index.js';
import { openVerification } from '../../src/verify/verification.js';
import { makeFolder, ORDINARY_PARENT } from './workspace.js';

const packages = path.resolve(import.meta.dirname, '../../node_modules');

const missing = (program: string, ...args: readonly string[]) => spawnSync(program, args).status !== 0;

interface Workspace {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
  readonly suggested: readonly string[];
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
    name: 'make',
    files: { Makefile: 'test:\n\tgrep -q right answer.txt\n' },
    file: 'answer.txt',
    right: 'right\n',
    wrong: 'wrong\n',
    suggested: ['make test'],
    skip: missing('make', '--version'),
  },
];

describe('what is suggested can be configured as it is', () => {
  it.for(workspaces)('$name: passes right code and fails wrong code', async (workspace, { skip }) => {
    if (workspace.skip) skip('its runner is not installed');
    const { file, right, wrong } = workspace;
    const folder = await makeFolder({ ...workspace.files, [file]: wrong }, ORDINARY_PARENT);
    if ('package.json' in workspace.files) await symlink(packages, path.join(folder, 'node_modules'), 'junction');
    const suggestions = await suggestVerifiers(viewOnDisk(folder), file);
    const verifiers = parseVerifiers(suggestions.map(({ entry }) => entry));
    expect(verifiers.map(({ name }) => name)).toEqual(workspace.suggested);
    for (const verifier of verifiers) {
      const verification = await openVerification({
        workspace: folder,
        verifiers: [verifier],
        slots: 1,
        sandbox: 'auto',
        isTrusted: () => true,
      });
      onTestFinished(() => verification.close());
      const never = new AbortController().signal;
      expect(await verification.verify({ file, text: right }, never)).toMatchObject({ outcome: 'pass' });
      expect(await verification.verify({ file, text: wrong }, never)).toMatchObject({ outcome: 'fail' });
    }
  });

  it('vitest does not take it for a success that no test is related', async () => {
    const files = { 'package.json': script('vitest'), 'alone.js': '' };
    const folder = await makeFolder(files);
    await symlink(packages, path.join(folder, 'node_modules'), 'junction');
    await writeFile(path.join(folder, 'other.test.js'), `import { test } from 'vitest';\ntest('x', () => {});\n`);
    const [related] = await suggestVerifiers(viewOnDisk(folder), 'alone.js');
    const verification = await openVerification({
      workspace: folder,
      verifiers: parseVerifiers([related?.entry]),
      slots: 1,
      sandbox: 'auto',
      isTrusted: () => true,
    });
    onTestFinished(() => verification.close());
    const verdict = await verification.verify({ file: 'alone.js', text: 'x' }, new AbortController().signal);
    expect(verdict).toMatchObject({ outcome: 'fail', output: expect.stringMatching(/no test files found/i) });
  });
});
