import { describe, expect, it } from 'vitest';
import { readJunit } from '../../../../src/verify/reports/junit.js';
import { fixture } from './fixture.js';

const never = new AbortController().signal;

describe('JUnit XML', () => {
  it.each([
    ['node-test.xml', 3, 5, { name: 'test > carries', message: 'Expected values to be strictly equal:10 !== 11' }],
    ['pytest.xml', 2, 6, { name: 'test_sum > test_carries', message: 'assert (9 + 1) == 11' }],
    [
      'vitest.xml',
      1,
      2,
      { name: 'sum.test.js > sum > carries', message: 'expected { sum: 10 } to deeply equal { sum: 11 }' },
    ],
    ['surefire.xml', 1, 3, { name: 'SumTest > breaks', message: 'no <table>' }],
    [
      'mocha.xml',
      1,
      2,
      { name: 'sum > carries', message: expect.stringMatching(/^Expected values to be strictly equal:/) },
    ],
    ['gotestsum.xml', 2, 4, { name: 'example.org/sum > TestTable/two', message: 'Failed' }],
  ])('of %s', async (name, passed, total, first) => {
    const report = await readJunit(fixture(name), never);
    expect(report).toMatchObject({ kind: 'complete', checks: { passed, total } });
    expect(report.kind === 'complete' && report.checks.failures[0]).toEqual(first);
  });

  it('decodes what XML escapes, and takes an error for a failure', async () => {
    const report = await readJunit(fixture('pytest.xml'), never);
    expect(report).toMatchObject({
      checks: {
        failures: expect.arrayContaining([
          { name: 'test_sum > test_each[2]', message: 'AssertionError: x is <large> & "odd"\nassert 2 < 2' },
          { name: 'test_sum > test_error', message: 'failed on setup with "ValueError: no fixture"' },
        ]),
      },
    });
  });

  it('takes the text of a failure that has no message', async () => {
    const text =
      '<testsuite><testcase name="a"><failure><![CDATA[ 1 < 2 <!DOCTYPE html> ]]></failure></testcase></testsuite>';
    expect(await readJunit(text, never)).toMatchObject({
      checks: { failures: [{ name: 'a', message: '1 < 2 <!DOCTYPE html>' }] },
    });
  });

  it.each([
    ['an empty file', '', /XML/],
    ['no XML', 'hello', /well-formed/],
    ['a file that was cut off', fixture('pytest.xml').slice(0, 700), /well-formed/],
    ['other XML', '<coverage/>', /<coverage>/],
    ['an entity of its own', '<testsuite><testcase name="&b;"/></testsuite>', /entity/],
    [
      'a document type',
      '<!DOCTYPE a [<!ENTITY b "boo">]><testsuite><testcase name="&b;"/></testsuite>',
      /document type/,
    ],
  ])('cannot read %s', async (_, text, reason) => {
    expect(await readJunit(text, never)).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });
});
