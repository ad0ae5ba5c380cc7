import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseVerifiers, readVerifiers, verifiersFor } from '../../../src/verify/configuration.js';
import { ConfigurationError, type ConfigurationProblem, NoVerifierError } from '../../../src/verify/errors.js';

const problemsOf = (value: unknown): readonly ConfigurationProblem[] => {
  try {
    return parseVerifiers(value).problems;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
};

describe('parseVerifiers', () => {
  it('gives a command and a shell line their defaults', () => {
    expect(
      parseVerifiers([
        { name: 'tests', command: ['node', '--test'] },
        {
          ...{
            name: 'lint',
            shell: 'npm run lint',
            cwd: 'web',
            env: { A: 'b' },
            timeoutSeconds: 2.5,
            files: '**/*.ts',
          },
          ...{ memoryMegabytes: 512, processes: 8, network: true, stage: 'static', languages: ['typescript'] },
        },
      ]).verifiers,
    ).toEqual([
      {
        name: 'tests',
        stage: 'test',
        command: { kind: 'program', program: 'node', args: ['--test'] },
        cwd: '.',
        env: {},
        timeoutSeconds: 30,
        memoryMegabytes: 2048,
        processes: 256,
        network: false,
        files: '**',
        languages: null,
        report: { format: 'exitCode' },
      },
      {
        name: 'lint',
        stage: 'static',
        command: { kind: 'shell', line: 'npm run lint' },
        cwd: 'web',
        env: { A: 'b' },
        timeoutSeconds: 2.5,
        memoryMegabytes: 512,
        processes: 8,
        network: true,
        files: '**/*.ts',
        languages: ['typescript'],
        report: { format: 'exitCode' },
      },
    ]);
  });

  it('takes a setting that is not there for an empty list', () => {
    expect(parseVerifiers(undefined)).toEqual({ verifiers: [], problems: [] });
  });

  it.each([
    ['not a list', { name: 'a' }, 'exploreSolutions.verifiers', /^must be a list$/],
    ['neither command nor shell', [{ name: 'a' }], 'exploreSolutions.verifiers[0]', /needs "command"/],
    [
      'both',
      [{ name: 'a', command: ['x'], shell: 'x' }],
      'exploreSolutions.verifiers[0]',
      /both "command" and "shell"/,
    ],
    ['a line as command', [{ name: 'a', command: 'x' }], 'exploreSolutions.verifiers[0].command', /list/],
    ['an empty command', [{ name: 'a', command: [] }], 'exploreSolutions.verifiers[0].command[0]', /program/],
    ['a blank program', [{ name: 'a', command: [' '] }], 'exploreSolutions.verifiers[0].command[0]', /program/],
    ['no name', [{ shell: 'x' }], 'exploreSolutions.verifiers[0].name', /^is missing$/],
    [
      'an unknown key',
      [{ name: 'a', shell: 'x', timeout: 3 }],
      'exploreSolutions.verifiers[0]',
      /^must not have "timeout"$/,
    ],
    [
      'no time',
      [{ name: 'a', shell: 'x', timeoutSeconds: 0 }],
      'exploreSolutions.verifiers[0].timeoutSeconds',
      /^must be more than 0$/,
    ],
    [
      'half a process',
      [{ name: 'a', shell: 'x', processes: 1.5 }],
      'exploreSolutions.verifiers[0].processes',
      /^must be a whole number$/,
    ],
    [
      'too few processes',
      [{ name: 'a', shell: 'x', processes: 0 }],
      'exploreSolutions.verifiers[0].processes',
      /^must be 1 or more$/,
    ],
    [
      'too many processes',
      [{ name: 'a', shell: 'x', processes: 65_537 }],
      'exploreSolutions.verifiers[0].processes',
      /^must be 65536 or less$/,
    ],
    [
      'a variable without a name',
      [{ name: 'a', shell: 'x', env: { 'A=': '1' } }],
      'exploreSolutions.verifiers[0].env.A=',
      /^is not a name for a variable$/,
    ],
    [
      'a number in env',
      [{ name: 'a', shell: 'x', env: { A: 1 } }],
      'exploreSolutions.verifiers[0].env.A',
      /^must be a text$/,
    ],
    [
      'a stage of none',
      [{ name: 'a', shell: 'x', stage: 'lint' }],
      'exploreSolutions.verifiers[0].stage',
      /^must be "syntax", "static" or "test"$/,
    ],
    [
      'no language',
      [{ name: 'a', shell: 'x', languages: [] }],
      'exploreSolutions.verifiers[0].languages',
      /^must not be empty$/,
    ],
    ['a NUL', [{ name: 'a', command: ['x', '\0'] }], 'exploreSolutions.verifiers[0].command[1]', /NUL/],
    [
      'a name used twice',
      [
        { name: 'a', shell: 'x' },
        { name: 'a', shell: 'y' },
      ],
      'exploreSolutions.verifiers[1].name',
      /another/,
    ],
    [
      'a report in no known form',
      [{ name: 'a', shell: 'x', report: 'xml' }],
      'exploreSolutions.verifiers[0].report',
      /"exitCode", "tap", "json"/,
    ],
    [
      'a pattern that counts nothing',
      [{ name: 'a', shell: 'x', report: { format: 'regex', pattern: 'ok' } }],
      'exploreSolutions.verifiers[0].report.pattern',
      /two of the groups/,
    ],
    [
      'checks that nothing counts',
      [{ name: 'a', shell: 'x', checks: 2 }],
      'exploreSolutions.verifiers[0].checks',
      /needs a "report"/,
    ],
  ])('names the place and the reason: %s', (_, value, place, reason) => {
    expect(problemsOf(value)).toEqual([{ place, reason: expect.stringMatching(reason) }]);
  });

  it('names every wrong entry, and goes on with the others', () => {
    const value = [{ name: 'a' }, { name: 'b', shell: 'x' }, { name: 'c', command: [] }, { name: 'b', shell: 'y' }];
    const { verifiers, problems } = parseVerifiers(value);
    expect(problems.map(({ place }) => place)).toEqual([
      'exploreSolutions.verifiers[0]',
      'exploreSolutions.verifiers[2].command[0]',
      'exploreSolutions.verifiers[3].name',
    ]);
    expect(verifiers).toMatchObject([{ name: 'b', command: { line: 'x' } }]);
  });

  it('is an error only where nothing can be used', () => {
    expect(() => parseVerifiers([{ name: 'a' }])).toThrow(ConfigurationError);
    expect(() => parseVerifiers({})).toThrow(ConfigurationError);
  });

  it('takes a report with the least number of checks, one where none is given', () => {
    const reportOf = (keys: object) => parseVerifiers([{ name: 'a', shell: 'x', ...keys }]).verifiers[0]?.report;
    expect(reportOf({ report: 'tap' })).toEqual({ format: 'tap', checks: 1 });
    expect(reportOf({ report: { format: 'junit', file: 'r.xml' }, checks: 3 })).toEqual({
      format: 'junit',
      file: 'r.xml',
      checks: 3,
    });
  });
});

describe('readVerifiers', () => {
  let workspace: string;
  beforeEach(async () => {
    workspace = await mkdtemp(path.join(tmpdir(), 'verify-configuration-'));
    await mkdir(path.join(workspace, '.vscode'));
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));
  const settings = (text: string) => writeFile(path.join(workspace, '.vscode', 'settings.json'), text);

  it('reads settings as VS Code writes them: comments, trailing commas, a byte order mark', async () => {
    await settings('\uFEFF{\n  // ours\n  "exploreSolutions.verifiers": [{ "name": "a", "shell": "x", },],\n}');
    expect((await readVerifiers(workspace)).verifiers.map(({ name }) => name)).toEqual(['a']);
  });

  it('finds none without the file, in an empty one and without the setting', async () => {
    const none = { verifiers: [], problems: [] };
    expect(await readVerifiers(workspace)).toEqual(none);
    await settings('');
    expect(await readVerifiers(workspace)).toEqual(none);
    await settings('{ "editor.tabSize": 2 }');
    expect(await readVerifiers(workspace)).toEqual(none);
  });

  it('says where the file is not JSON', async () => {
    await settings('{\n  "exploreSolutions.verifiers": [\n}');
    const error = await readVerifiers(workspace).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).problems[0]?.place).toMatch(/settings\.json:3:1$/);
  });
});

describe('verifiersFor', () => {
  const namesOf = (entries: readonly object[], file: string, language: string) =>
    verifiersFor(parseVerifiers(entries).verifiers, { file, language }).map(({ name }) => name);

  it('chooses by the pattern, in the configured order', () => {
    const names = (file: string) =>
      namesOf(
        [
          { name: 'all', shell: 'x' },
          { name: 'python', shell: 'x', files: '*.py' },
          { name: 'web', shell: 'x', files: 'web/**/*.{ts,tsx}' },
          { name: 'one folder', shell: 'x', files: 'web/*.ts' },
        ],
        file,
        'plaintext',
      );
    expect(names('a/b/c.py')).toEqual(['all', 'python']);
    expect(names('web/x.ts')).toEqual(['all', 'web', 'one folder']);
    expect(names('web/a/x.tsx')).toEqual(['all', 'web']);
    expect(names('webs/x.ts')).toEqual(['all']);
    expect(names('c.pyc')).toEqual(['all']);
  });

  it('chooses by the language', () => {
    const entries = [
      { name: 'all', shell: 'x' },
      { name: 'C', shell: 'x', languages: ['c', 'cpp'] },
    ];
    expect(namesOf(entries, 'a.h', 'cpp')).toEqual(['all', 'C']);
    expect(namesOf(entries, 'a.h', 'objective-c')).toEqual(['all']);
  });

  it('puts cheap stages first', () => {
    const entries = [
      { name: 'tests', shell: 'x' },
      { name: 'more tests', shell: 'x', stage: 'test' },
      { name: 'types', shell: 'x', stage: 'static' },
      { name: 'lint', shell: 'x', stage: 'static' },
      { name: 'parse', shell: 'x', stage: 'syntax' },
    ];
    expect(namesOf(entries, 'a.ts', 'typescript')).toEqual(['parse', 'types', 'lint', 'tests', 'more tests']);
  });

  it('says so where there is none', () => {
    expect(() => namesOf([{ name: 'python', shell: 'x', files: '*.py' }], 'a.js', 'javascript')).toThrow(
      NoVerifierError,
    );
  });
});
