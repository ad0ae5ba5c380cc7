import { describe, expect, it } from 'vitest';
import { framesIn, framesInWorkspace } from '../../src/verify/frames.js';
import { viewOnDisk } from '../../src/verify/suggest/index.js';
import { filesTestedBy, isTestFile } from '../../src/verify/suggest/tested.js';
import { makeFolder } from './workspace.js';

const empty = (...files: string[]) => Object.fromEntries(files.map((file) => [file, '']));
const testedBy = async (test: string, ...files: string[]) =>
  filesTestedBy(viewOnDisk(await makeFolder(empty(test, ...files))), test);

describe('what a test is named after', () => {
  it.each([
    ['sum.test.js', 'sum.js'],
    ['src/sum.spec.ts', 'src/sum.tsx'],
    ['test/sum_test.mjs', 'lib/sum.mjs'],
    ['test/sum.js', 'lib/sum.js'],
    ['tests/test_sums.py', 'shop/sums.py'],
    ['tests/test_sums.py', 'shop/_sums.py'],
    ['sums_test.py', 'sums.py'],
    ['pkg/sum_test.go', 'pkg/sum.go'],
    ['src/test/java/com/acme/FooTest.java', 'src/main/java/com/acme/Foo.java'],
    ['src/test/kotlin/FooTests.kt', 'src/main/kotlin/Foo.kt'],
  ])('%s tests %s', async (test, code) => {
    expect(isTestFile(test)).toBe(true);
    expect(isTestFile(code)).toBe(false);
    expect(await testedBy(test, code, 'other/unrelated.js', 'node_modules/x/sum.js')).toEqual([code]);
  });
  it('comes nearest first where there are several', async () => {
    expect(await testedBy('a/b/test/sum.test.js', 'sum.js', 'a/b/lib/sum.js', 'a/b/sum.js')).toEqual([
      'a/b/sum.js',
      'a/b/lib/sum.js',
      'sum.js',
    ]);
  });
  it('is nothing where no such file is there, or the file is no test', async () => {
    expect(await testedBy('sum.test.js', 'add.js')).toEqual([]);
    expect(await testedBy('latest.py', 'la.py')).toEqual([]);
  });
});

describe('the frames of a stack', () => {
  it('of Node, as the runner and as TAP write them', () => {
    const output = [
      'TypeError: x is not a function',
      '    at sum (/w/lib/sum.js:3:9)',
      '    at file:///w/sum%20it.mjs:12:5',
      '    at async Test.run (node:internal/test_runner/test:797:9)',
      '      exports.isEven (/w/even.js:3:9)',
      ' ❯ src/half.ts:7:3',
    ];
    expect(framesIn(output.join('\n'))).toEqual([
      { file: '/w/lib/sum.js', line: 3 },
      { file: 'file:///w/sum%20it.mjs', line: 12 },
      { file: '/w/even.js', line: 3 },
      { file: 'src/half.ts', line: 7 },
    ]);
  });
  it('of Python, the innermost call first', () => {
    const output = [
      'Traceback (most recent call last):',
      '  File "/w/tests/test_sums.py", line 6, in test_sums',
      '    self.assertEqual(total([1]), 1)',
      '  File "/w/shop/sums.py", line 2, in total',
      'ZeroDivisionError: division by zero',
    ];
    expect(framesIn(output.join('\r\n'))).toEqual([
      { file: '/w/shop/sums.py', line: 2 },
      { file: '/w/tests/test_sums.py', line: 6 },
    ]);
  });
  it('of pytest, Go and Java', () => {
    const output = [
      'shop/sums.py:2: ZeroDivisionError',
      '    sum_test.go:9: got 3, want 4',
      '\t/w/pkg/sum.go:3 +0x1d',
      '\tat com.acme.Sum.of(Sum.java:14)',
      '\tat app//com.acme.SumTest.adds(SumTest.java:7)',
      '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
    ];
    expect(framesIn(output.join('\n'))).toEqual([
      { file: 'shop/sums.py', line: 2 },
      { file: 'sum_test.go', line: 9 },
      { file: '/w/pkg/sum.go', line: 3 },
      { file: 'com/acme/Sum.java', line: 14 },
      { file: 'com/acme/SumTest.java', line: 7 },
      { file: 'java/lang/Thread.java', line: 1583 },
    ]);
  });
  it('are none in what only looks like one', () => {
    expect(framesIn('10:30:12 listening on localhost:3000\nsee README.md:3\nratio 4:3')).toEqual([]);
  });
});

describe('the frames in the workspace', () => {
  it('are those of its own files, also as a copy has them, relative to it', async () => {
    const root = await makeFolder(
      empty('lib/sum.js', 'node_modules/x/index.js', 'src/main/java/com/acme/Sum.java', 'case.py', 'pkg/half.go'),
    );
    const at = (file: string) => ({ file, line: 1 });
    const written = [
      `${root}/lib/sum.js`,
      '/tmp/explore-solutions-verify-12-abc/3/workspace/lib/sum.js',
      `file://${root}/lib/sum.js`,
      './lib/sum.js',
      'com/acme/Sum.java',
      'half.go',
      // Not its own.
      `${root}/node_modules/x/index.js`,
      '/usr/lib/python3/unittest/case.py',
      'java/lang/Sum.java',
      'gone.js',
    ];
    const found = await framesInWorkspace(viewOnDisk(root), root, written.map(at));
    expect(found).toEqual([
      ...Array.from({ length: 4 }, () => at('lib/sum.js')),
      at('src/main/java/com/acme/Sum.java'),
      at('pkg/half.go'),
    ]);
  });
});
