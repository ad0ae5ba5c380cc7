// Candidates that get past the tests instead of passing them, and what a report and an exit code make of it.
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/domain.js';
import { makeFolder, noBubblewrap, openVerifying, verifiersOf } from './workspace.js';

const python = {
  file: 'total.py',
  tests: {
    'test_total.py': `
import unittest
from total import total
class TotalTest(unittest.TestCase):
    def test_a_nothing(self): self.assertEqual(total([]), 0)
    def test_b_one(self): self.assertEqual(total([4]), 4)
    def test_c_many(self): self.assertEqual(total([1, 2]), 3)
`,
  },
  command: ['python3', '-m', 'unittest'],
  // That of docs/verifiers.md.
  report: {
    format: 'regex',
    pattern: '^Ran (?<total>\\d+) tests?[\\s\\S]*^(?:OK|FAILED \\((?:failures=(?<failed>\\d+))?.*\\))',
  },
  right: 'def total(xs): return sum(xs)',
  wrong: 'def total(xs): return -1',
};

const javascript = {
  file: 'total.js',
  tests: {
    'total.test.js': `
const { test } = require('node:test'), assert = require('node:assert');
const { total } = require('./total.js');
test('nothing', () => assert.equal(total([]), 0));
test('one', () => assert.equal(total([4]), 4));
test('many', () => assert.equal(total([1, 2]), 3));
`,
  },
  command: ['node', '--test-reporter=tap', 'total.test.js'],
  report: 'tap',
  right: 'exports.total = (xs) => xs.reduce((a, b) => a + b, 0);',
  wrong: 'exports.total = () => -1;',
};

type Language = typeof python | typeof javascript;

type Outcome = Verdict['outcome'];

interface Outcomes {
  /** What a verifier with a report and a number of checks says. */
  readonly report: Outcome;
  /** What its exit code alone says. */
  readonly exitCode: Outcome;
}

const caught: Outcomes = { report: 'fail', exitCode: 'fail' };
/** The reason to have a report. */
const caughtByReport: Outcomes = { report: 'fail', exitCode: 'pass' };
/** A report cannot tell that it is forged. */
const passes: Outcomes = { report: 'pass', exitCode: 'pass' };

const candidates: readonly (readonly [string, Language, string, Outcomes])[] = [
  ['is right (Python)', python, python.right, passes],
  ['is right (JavaScript)', javascript, javascript.right, passes],
  ['is wrong (Python)', python, python.wrong, caught],
  ['is wrong (JavaScript)', javascript, javascript.wrong, caught],
  ['ends the run before the tests (Python)', python, 'import os; os._exit(0)', caughtByReport],
  ['ends the run before the tests (JavaScript)', javascript, 'process.exit(0);', caughtByReport],
  ['ends the run in the first test (Python)', python, 'import os\ndef total(xs): os._exit(0)', caughtByReport],
  ['ends the run in the first test (JavaScript)', javascript, 'exports.total = () => process.exit(0);', caughtByReport],
  ['replaces sys.exit', python, `import os, sys\nsys.exit = lambda code: os._exit(0)\n${python.wrong}`, caughtByReport],
  [
    'ends the run with 0 at its end',
    javascript,
    `process.on('exit', () => { process.exitCode = 0; });\n${javascript.wrong}`,
    caughtByReport,
  ],
  [
    'replaces unittest.TestCase.run',
    python,
    `${python.wrong}
import unittest
def run(self, result):
    result.startTest(self)
    result.addSuccess(self)
    result.stopTest(self)
unittest.TestCase.run = run`,
    passes,
  ],
  ['replaces assert.equal', javascript, `${javascript.wrong} require('node:assert').equal = () => {};`, passes],
];

describe.each([
  ['required', noBubblewrap],
  ['none', undefined],
] as const)('with sandbox %s, a candidate that', (sandbox, missing) => {
  it.skipIf(missing !== undefined).each(candidates)('%s', async (_, language, text, outcomes) => {
    const { file, tests, command, report } = language;
    const workspace = await makeFolder({ [file]: '', ...tests });
    const outcomeBy = async (entry: object) => {
      const verification = await openVerifying(workspace, verifiersOf([{ name: 'tests', command, ...entry }], file), {
        sandbox,
      });
      return (await verification.verify({ file, text }, new AbortController().signal)).outcome;
    };
    const found = { report: await outcomeBy({ report, checks: 3 }), exitCode: await outcomeBy({}) };
    expect(found).toEqual(outcomes);
  });
});
