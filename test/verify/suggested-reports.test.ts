import { describe, expect, it } from 'vitest';
import { readByPattern } from '../../src/verify/reports/regex.js';
import { suggestVerifiers, viewOnDisk } from '../../src/verify/suggest/index.js';
import { fixture } from '../unit/verify/reports/fixture.js';
import { makeFolder } from './workspace.js';

/** The pattern by which a suggestion for a file of this workspace reads its runner's output. */
async function patternOf(files: Readonly<Record<string, string>>, file: string): Promise<string> {
  const folder = await makeFolder({ [file]: '', ...files });
  const [first] = await suggestVerifiers(viewOnDisk(folder), file);
  const report = first?.entry.report;
  if (typeof report !== 'object' || report.format !== 'regex') throw new Error('It does not read by a pattern.');
  return report.pattern;
}

const go = { 'go.mod': '', 'a_test.go': '' };
const unittest = { 'test_a.py': 'import unittest\n' };
const doctest = { 'a.py': '"""\n>>> a\n"""\n' };
const jest = { 'package.json': '{"devDependencies":{"jest":"30"}}' };
const cargo = { 'Cargo.toml': '' };
const ctest = { 'CMakeLists.txt': 'enable_testing()\n' };

/** What each runner wrote of tests that pass, fail and are skipped in every way it knows, noise among them. */
const outputs = [
  {
    output: 'go.txt',
    files: go,
    file: 'a.go',
    passed: 4,
    failures: [{ name: 'TestAdd', message: 'add_test.go:7: want 3' }],
  },
  {
    output: 'unittest-verbose.txt',
    files: unittest,
    file: 'a.py',
    passed: 3,
    failures: [
      { name: 'test_bad (test_sums.Sums.test_bad)' },
      { name: 'test_err (test_sums.Sums.test_err)' },
      { name: 'test_sub (test_sums.Sums.test_sub)' },
      { name: 'test_sub (test_sums.Sums.test_sub) (i=2)' },
      { name: 'test_unexpected (test_sums.Sums.test_unexpected)' },
      // Between them a class that could not be set up, of which unittest writes "ERROR" and no name.
      { name: 'tearDownClass (test_broken.B)' },
      { name: 'tearDownModule (test_broken)' },
    ],
  },
  {
    output: 'doctest.txt',
    files: doctest,
    file: 'a.py',
    passed: 2,
    failures: [{ name: 'f()', message: 'Expected:\n    1\nGot:\n    2' }],
  },
  {
    output: 'jest.txt',
    files: jest,
    file: 'a.js',
    passed: 2,
    failures: [
      { name: 'sum › two', message: expect.stringMatching(/toBe\(expected\)[\s\S]*Expected: 3\n +Received: -1$/) },
      { name: 'sum › five', message: expect.stringMatching(/Received: -3$/) },
      { name: 'Test suite failed to run', message: "Cannot find module './nowhere.js' from 'broken.test.js'" },
    ],
  },
  {
    output: 'cargo-tests.txt',
    files: cargo,
    file: 'src/a.rs',
    passed: 3,
    failures: [{ name: 'tests::panics_not - should panic' }, { name: 'tests::two' }, { name: 'adds' }],
  },
  {
    output: 'ctest.txt',
    files: ctest,
    file: 'a.c',
    passed: 2,
    failures: ['bad', 'with', 'aborts', 'missing', 'slow'].map((name) => ({ name })),
  },
];

describe('the pattern of a suggestion', () => {
  it.each(outputs)('reads $output', async ({ output, files, file, passed, failures }) => {
    expect(readByPattern(fixture(output), await patternOf(files, file))).toEqual({
      kind: 'complete',
      checks: { passed, total: passed + failures.length, failures },
    });
  });

  it.each([
    ['unittest, after its first test', unittest, 'a.py', 'test_a (test_a.A.test_a) ... ok\n'],
    ['doctest, after its first try', doctest, 'a.py', 'Trying:\n    1\nExpecting:\n    1\nok\n'],
    ['jest, before its sums', jest, 'a.js', 'PASS ./a.test.js\n  ✓ one (5 ms)\n'],
    [
      'one of several programs of cargo',
      cargo,
      'src/a.rs',
      'running 2 tests\ntest a ... ok\n\nrunning 1 test\ntest b ... ok\n',
    ],
    ['ctest, after its first test', ctest, 'a.c', '1/2 Test #1: good ...   Passed    0.00 sec\n'],
  ])('knows the end of %s for cut off', async (_, files, file, text) => {
    expect(readByPattern(text, await patternOf(files, file))).toMatchObject({ kind: 'cut-off' });
  });

  it('finds a test behind noise without an end of line', async () => {
    const unit =
      'test_a (t.A.test_a) ... warning: old\nok\nnoisetest_b (t.A.test_b) ... okFAIL\n\nRan 2 tests in 0.001s\n';
    expect(readByPattern(unit, await patternOf(unittest, 'a.py'))).toMatchObject({
      kind: 'complete',
      checks: { passed: 1, total: 2 },
    });
    const program = 'running 1 test\nnoisetest a ... ok\n';
    expect(readByPattern(program, await patternOf(cargo, 'src/a.rs'))).toMatchObject({ checks: { passed: 1 } });
  });
});
