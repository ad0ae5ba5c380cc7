import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/domain.js';
import { parseVerifiers } from '../../src/verify/configuration.js';
import { isInside } from '../../src/verify/inventory.js';
import { suggestVerifiers, type VerifierEntry, viewOnDisk } from '../../src/verify/suggest/index.js';
import { makeFolder, ORDINARY_PARENT, openVerifying } from './workspace.js';

const packages = path.resolve(import.meta.dirname, '../../node_modules');

/** In a sandbox /tmp is another one: packages that lie there cannot be linked to. */
const sandbox = isInside(tmpdir(), packages) ? 'none' : 'auto';

const missing = (program: string, ...args: readonly string[]) => spawnSync(program, args).status !== 0;

/** Whether a command succeeds where these files are. */
function succeedsWith(files: Readonly<Record<string, string>>, ...[program = '', ...args]: readonly string[]): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'suggested-runs-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const { status } = spawnSync(program, args, { cwd: folder, timeout: 240_000 });
  rmSync(folder, { recursive: true });
  return status === 0;
}

/** A small project of one runner. Its tests are two: right code passes both, wrong code the first. */
interface Workspace {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly file: string;
  /** The function's name. */
  readonly selected?: string;
  readonly right: string;
  readonly wrong: string;
  /** Ends the process with exit code 0 before a test has passed; none where each test is a program of its own. */
  readonly ending?: string;
  /** Names of what is suggested, each with the number of its checks; null where it goes by the exit code. */
  readonly suggested: Readonly<Record<string, number | null>>;
  /** The name of the check that wrong code fails. */
  readonly failing?: string;
  /** Its files again, with no test in them. */
  readonly untested?: Readonly<Record<string, string>>;
  /** What its author has run before: its runner has caches that it cannot make in a sandbox. */
  readonly before?: readonly [program: string, ...args: readonly string[]];
  /** Whether its runner is not installed here. */
  readonly isMissing?: boolean;
}

const script = (test: string) => JSON.stringify({ type: 'module', scripts: { test } });
const javascript = {
  file: 'src/sum.js',
  right: 'export const sum = (a, b) => a + b;\n',
  wrong: 'export const sum = (a, b) => a - b;\n',
  ending: 'export const sum = 0;\nprocess.exit(0);\n',
};
const chaiTests = (imports: string) => `${imports}
test('nothing', () => expect(sum(1, 0)).toBe(1));
test('two', () => expect(sum(1, 2)).toBe(3));
`;
const assertTests = (imports: string, it: string) => `import assert from 'node:assert';
${imports}
${it}('nothing', () => assert.equal(sum(1, 0), 1));
${it}('two', () => assert.equal(sum(1, 2), 3));
`;
const python = {
  file: 'sums.py',
  right: 'def add(a, b):\n    return a + b\n',
  wrong: 'def add(a, b):\n    return a - b\n',
  ending: 'import os\nos._exit(0)\n',
};
const documented = (sign: string) => `def add(a, b):
    """
    >>> add(1, 0)
    1
    >>> add(1, 2)
    3
    """
    return a ${sign} b
`;
const java = (body: string) => `package x;

public class Calc {
    public static int add(int a, int b) {
        ${body}
    }
}
`;
const javaTests = {
  'pom.xml': `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>example</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>8</maven.compiler.source>
    <maven.compiler.target>8</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>5.14.4</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-surefire-plugin</artifactId>
        <version>3.5.4</version>
      </plugin>
    </plugins>
  </build>
</project>
`,
  'src/test/java/x/CalcTest.java': `package x;

import static org.junit.jupiter.api.Assertions.assertEquals;
import org.junit.jupiter.api.Test;

class CalcTest {
    @Test void nothing() { assertEquals(1, Calc.add(1, 0)); }
    @Test void two() { assertEquals(3, Calc.add(1, 2)); }
}
`,
};

const workspaces: readonly Workspace[] = [
  {
    ...javascript,
    name: 'node:test',
    files: {
      'package.json': script('node --test'),
      'src/sum.test.js': assertTests("import { test } from 'node:test';\nimport { sum } from './sum.js';", 'test'),
    },
    suggested: { 'node:test of src/sum.js': 2, 'npm test': 2 },
    failing: 'two',
    untested: { 'src/sum.test.js': "import './sum.js';\n" },
  },
  {
    ...javascript,
    name: 'mocha',
    files: {
      'package.json': script('mocha --watch --reporter dot src/*.test.js'),
      'src/sum.test.js': assertTests("import { sum } from './sum.js';", 'it'),
    },
    suggested: { 'mocha of src/sum.js': 2, mocha: 2 },
    failing: 'two',
    untested: { 'src/sum.test.js': '' },
  },
  {
    ...javascript,
    name: 'vitest',
    files: {
      'package.json': script('vitest --coverage=false'),
      'src/index.js': "export { sum } from './sum.js';\n",
      'src/all.test.js': chaiTests("import { expect, test } from 'vitest';\nimport { sum } from './index.js';"),
      'src/other.test.js': `import { test } from 'vitest';\ntest('other', () => {});\n`,
    },
    suggested: { 'vitest, related tests': 2, vitest: 3 },
    failing: 'all.test.js > two',
    untested: { 'src/all.test.js': '', 'src/other.test.js': '' },
  },
  {
    name: 'jest',
    files: {
      'package.json': JSON.stringify({ scripts: { test: 'jest' } }),
      'src/sum.test.js': chaiTests("const { sum } = require('./sum.js');"),
    },
    file: 'src/sum.js',
    right: 'exports.sum = (a, b) => a + b;\n',
    wrong: 'exports.sum = (a, b) => a - b;\n',
    ending: 'process.exit(0);\n',
    suggested: { 'jest, related tests': 2, 'npm test': 2 },
    failing: 'two',
    untested: { 'src/sum.test.js': '' },
  },
  {
    ...python,
    name: 'pytest',
    files: {
      'tests/test_sums.py':
        'from sums import add\n\ndef test_nothing():\n    assert add(1, 0) == 1\n\ndef test_two():\n    assert add(1, 2) == 3\n',
    },
    suggested: { 'pytest of sums.py': 2, pytest: 2 },
    failing: 'tests.test_sums > test_two',
    untested: { 'tests/test_sums.py': '' },
    isMissing: missing('python3', '-c', 'import pytest'),
  },
  {
    ...python,
    name: 'unittest',
    files: {
      'tests/test_sums.py': `import unittest
from sums import add

class Sums(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(add(1, 0), 1)

    def test_two(self):
        """Carries nothing."""
        for two in (0, 2):
            with self.subTest(two=two):
                self.assertEqual(add(1, two), 1 + two)

    @unittest.skip('later')
    def test_later(self):
        self.fail()
`,
    },
    suggested: { 'unittest of sums.py': 2, unittest: 2 },
    failing: 'test_two',
    untested: { 'tests/test_sums.py': 'import unittest\n' },
  },
  {
    name: 'doctest',
    files: {},
    file: 'sums.py',
    right: documented('+'),
    wrong: documented('-'),
    ending: `${documented('+')}\nimport os\nos._exit(0)\n`,
    suggested: { 'doctest of sums.py': 2 },
    failing: 'add(1, 2)',
  },
  {
    name: 'go',
    files: {
      'go.mod': 'module example\n',
      'calc/add_test.go': `package calc

import "testing"

func TestAddNothing(t *testing.T) {
	t.Run("one", func(t *testing.T) {
		if Add(1, 0) != 1 {
			t.Fatal()
		}
	})
}

func TestAddTwo(t *testing.T) {
	if got := Add(1, 2); got != 3 {
		t.Fatalf("got %d", got)
	}
}
`,
    },
    file: 'calc/add.go',
    right: 'package calc\n\nfunc Add(a, b int) int { return a + b }\n',
    wrong: 'package calc\n\nfunc Add(a, b int) int { return a - b }\n',
    ending: 'package calc\n\nimport "os"\n\nfunc init() { os.Exit(0) }\n\nfunc Add(a, b int) int { return 0 }\n',
    selected: 'Add',
    suggested: { 'go test of Add': 2, 'go test': 2 },
    failing: 'TestAddTwo',
    untested: { 'calc/add_test.go': 'package calc\n' },
    before: ['go', 'test', './...'],
    isMissing: missing('go', 'version'),
  },
  {
    name: 'cargo',
    files: {
      'Cargo.toml': '[package]\nname = "example"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/lib.rs': 'pub mod calc;\n',
      'tests/calc.rs': `use example::calc::add;

#[test]
fn nothing() {
    assert_eq!(add(1, 0), 1);
}

#[test]
fn two() {
    assert_eq!(add(1, 2), 3);
}

#[test]
#[ignore = "later"]
fn later() {
    panic!();
}
`,
    },
    file: 'src/calc.rs',
    right: 'pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n',
    wrong: 'pub fn add(a: i32, b: i32) -> i32 {\n    a - b\n}\n',
    ending: 'pub fn add(_: i32, _: i32) -> i32 {\n    std::process::exit(0)\n}\n',
    suggested: { 'cargo test calc': 2, 'cargo test': 2 },
    failing: 'two',
    untested: { 'tests/calc.rs': '' },
    isMissing: missing('cargo', '--version'),
  },
  {
    name: 'Maven',
    files: javaTests,
    file: 'src/main/java/x/Calc.java',
    right: java('return a + b;'),
    wrong: java('return a - b;'),
    ending: java('System.exit(0);\n        return 0;'),
    suggested: { 'maven test CalcTest': 2, 'maven test': 2 },
    failing: 'x.CalcTest > two',
    untested: { 'src/test/java/x/CalcTest.java': 'package x;\n\nclass CalcTest {\n}\n' },
    // Fetches what a developer of this project has: it is not to be had on every machine.
    isMissing:
      missing('mvn', '--version') ||
      !succeedsWith(
        { ...javaTests, 'src/main/java/x/Calc.java': java('return a + b;') },
        'mvn',
        '--batch-mode',
        'test',
      ),
  },
  {
    name: 'ctest',
    files: {
      'CMakeLists.txt': `cmake_minimum_required(VERSION 3.10)
project(example C)
enable_testing()
add_executable(check check.c add.c)
add_test(NAME nothing COMMAND check 0)
add_test(NAME two COMMAND check 2)
`,
      'check.c': `#include <stdlib.h>
int add(int a, int b);
int main(int count, char **values) { return add(1, atoi(values[count - 1])) != 1 + atoi(values[count - 1]); }
`,
    },
    file: 'add.c',
    right: 'int add(int a, int b) { return a + b; }\n',
    wrong: 'int add(int a, int b) { return a - b; }\n',
    suggested: { ctest: 2 },
    failing: 'two',
    untested: { 'CMakeLists.txt': 'cmake_minimum_required(VERSION 3.10)\nproject(example C)\nenable_testing()\n' },
    isMissing: missing('ctest', '--version') || missing('cc', '--version') || missing('make', '--version'),
  },
  {
    name: 'make',
    files: { Makefile: 'test:\n\tgrep -q right answer.txt\n' },
    file: 'answer.txt',
    right: 'right\n',
    wrong: 'wrong\n',
    suggested: { 'make test': null },
    isMissing: missing('make', '--version'),
  },
];

const present = workspaces.filter(({ isMissing }) => !isMissing);
const absent = workspaces.filter(({ isMissing }) => isMissing).map(({ name }) => name);

/** Makes the workspace, with wrong code in it and what its author would have, and tells what is suggested there. */
async function made({ files, file, wrong, selected, before }: Workspace) {
  const folder = await makeFolder({ ...files, [file]: wrong }, ORDINARY_PARENT);
  if ('package.json' in files) await symlink(packages, path.join(folder, 'node_modules'), 'junction');
  const [program, ...args] = before ?? [];
  if (program !== undefined) spawnSync(program, args, { cwd: folder });
  return { folder, entries: await entriesIn(folder, file, selected) };
}

async function entriesIn(workspace: string, file: string, selected?: string): Promise<readonly VerifierEntry[]> {
  return (await suggestVerifiers(viewOnDisk(workspace), file, selected)).map(({ entry }) => entry);
}

/** What each entry by itself says of a candidate. */
async function verdictsOf(
  entries: readonly VerifierEntry[],
  workspace: string,
  file: string,
  text: string,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const verifier of parseVerifiers(entries).verifiers) {
    const verification = await openVerifying(workspace, [verifier], { sandbox });
    verdicts.push(await verification.verify({ file, text }, new AbortController().signal));
  }
  return verdicts;
}

const withReport = (entries: readonly VerifierEntry[]) => entries.filter(({ report }) => report !== undefined);

const leftOut = absent.length > 0 ? `; left out, as they do not run here: ${absent.join(', ')}` : '';

// Maven starts two virtual machines a run.
describe(`what is suggested can be configured as it is${leftOut}`, { timeout: 300_000 }, () => {
  it.each(present)('$name: passes right code and fails wrong code, each with its checks', async (workspace) => {
    const { folder, entries } = await made(workspace);
    const { file, right, wrong, suggested, failing } = workspace;
    expect(entries.map(({ name }) => name)).toEqual(Object.keys(suggested));
    const totals = Object.values(suggested);
    const seen = (verdicts: readonly Verdict[]) =>
      verdicts.map(({ outcome, checks, output }) => ({
        outcome,
        passed: checks?.passed ?? null,
        total: checks?.total ?? null,
        failing: checks?.failures[0]?.name,
        ...(outcome === 'error' && { output }),
      }));
    expect(seen(await verdictsOf(entries, folder, file, right))).toEqual(
      totals.map((total) => ({ outcome: 'pass', passed: total, total, failing: undefined })),
    );
    expect(seen(await verdictsOf(entries, folder, file, wrong))).toEqual(
      totals.map((total) => ({
        outcome: 'fail',
        passed: total && total - 1,
        total,
        failing: failing && expect.stringContaining(failing),
      })),
    );
  });

  const endings = present.flatMap((workspace) =>
    workspace.ending ? [{ ...workspace, ending: workspace.ending }] : [],
  );
  it.each(endings)('$name: fails code that ends the process before the tests', async (workspace) => {
    const { folder, entries } = await made(workspace);
    const verdicts = await verdictsOf(withReport(entries), folder, workspace.file, workspace.ending);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(entries.map(() => 'fail'));
  });

  const untested = present.flatMap((workspace) =>
    workspace.untested ? [{ ...workspace, untested: workspace.untested }] : [],
  );
  it.each(untested)('$name: does not pass where no test is run', async (workspace) => {
    const { folder, entries } = await made(workspace);
    for (const [name, text] of Object.entries(workspace.untested)) await writeFile(path.join(folder, name), text);
    const verdicts = await verdictsOf(withReport(entries), folder, workspace.file, workspace.right);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(entries.map(() => 'fail'));
  });

  it("Python is that of the workspace's environment", async () => {
    const test =
      "import sys, unittest\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(sys.prefix[-5:], '.venv')\n";
    const folder = await makeFolder({ 'a.py': '', 'test_a.py': test }, ORDINARY_PARENT);
    const outcomes = async () =>
      (await verdictsOf(await entriesIn(folder, 'a.py'), folder, 'a.py', '')).map(({ outcome }) => outcome);
    expect(await outcomes()).toEqual(['fail', 'fail']);
    spawnSync('python3', ['-m', 'venv', '--without-pip', '.venv'], { cwd: folder });
    expect(await outcomes()).toEqual(['pass', 'pass']);
  });

  it('vitest does not take it for a success that no test is related', async () => {
    const files = { 'package.json': script('vitest'), 'alone.js': '' };
    const folder = await makeFolder(files);
    await symlink(packages, path.join(folder, 'node_modules'), 'junction');
    await writeFile(path.join(folder, 'other.test.js'), `import { test } from 'vitest';\ntest('x', () => {});\n`);
    const [related] = await verdictsOf(await entriesIn(folder, 'alone.js'), folder, 'alone.js', 'x');
    expect(related).toMatchObject({ outcome: 'fail', output: expect.stringMatching(/its report has 0 checks/) });
  });
});
