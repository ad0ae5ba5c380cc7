import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Cores } from '../../src/verify/cores.js';
import { OutsideScratchError, WorkspaceNotTrustedError } from '../../src/verify/errors.js';
import type { SandboxSetting } from '../../src/verify/sandbox.js';
import type { VerificationOptions } from '../../src/verify/verification.js';
import { processesWith, untilGone, untilRunning } from './processes.js';
import { fingerprint, makeFolder, noBubblewrap, openVerifying, sessionFolders, verifiersOf } from './workspace.js';

const never = new AbortController().signal;
const marker = () => `marker-${crypto.randomUUID()}`;

/** A program that does not end and ignores signals; the mark makes it findable. */
const stubborn = (mark: string) =>
  `process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); setInterval(() => {}, 1000); // ${mark}`;

/** A statement that starts it as a child, which holds the output open. */
const startStubborn = (mark: string) =>
  `require('child_process').spawn('node', ['-e', ${JSON.stringify(stubborn(mark))}], { stdio: 'inherit' });`;

const sandboxes: readonly (readonly [SandboxSetting, string | undefined])[] = [
  ['required', noBubblewrap],
  ['none', undefined],
];

describe.each(sandboxes)('with sandbox %s', (sandbox, missing) => {
  const test = it.skipIf(missing !== undefined);

  function open(workspace: string, entries: readonly object[], options: Partial<VerificationOptions> = {}) {
    return openVerifying(workspace, verifiersOf(entries, 'main.js'), { sandbox, ...options });
  }

  /** Verifies one candidate, a Node program, by running it. */
  async function run(program: string, verifier: object = {}, files: Record<string, string> = {}) {
    const workspace = await makeFolder({ 'main.js': '', ...files });
    const verification = await open(workspace, [{ name: 'run', command: ['node', 'main.js'], ...verifier }]);
    return verification.verify({ file: 'main.js', text: program }, never);
  }

  describe('a verdict', () => {
    test('is pass for exit code 0 and fail for others, with the output', async () => {
      expect(await run('console.log("fine")')).toMatchObject({
        outcome: 'pass',
        verifier: 'run',
        exitCode: 0,
        output: 'fine\n',
      });
      expect(await run('console.error("wrong"); process.exitCode = 3')).toMatchObject({
        outcome: 'fail',
        exitCode: 3,
        output: 'wrong\n',
      });
    });

    test('has no commands to a terminal in its output', async () => {
      const verdict = await run('process.stdout.write("\\u001b[31mred\\u001b[0m \\u001b]0;owned\\u0007end")');
      expect(verdict.output).toBe('red end');
    });

    test('is fail for a crash', async () => {
      const verdict = await run('process.kill(process.pid, "SIGSEGV")');
      expect(verdict.outcome).toBe('fail');
    });

    test('is timeout past the limit', async () => {
      const verdict = await run('', {
        command: undefined,
        shell: 'echo begun; exec sleep 60',
        timeoutSeconds: 1,
      });
      expect(verdict).toMatchObject({ outcome: 'timeout', exitCode: null });
      expect(verdict.output).toBe('begun\n[ended: it ran longer than 1 s]');
      expect(verdict.seconds).toBeGreaterThanOrEqual(1);
    });

    test.each([
      ['a program that is not there', { command: ['no-such-program', 'x'] }, /no-such-program/],
      ['a file that is no program', { command: ['./main.js'] }, /main\.js/],
      ['a folder that is not there', { cwd: 'nowhere' }, /folder nowhere does not exist/],
      ['a folder outside the workspace', { cwd: '..' }, /outside the workspace/],
    ])('is error for %s', async (_, verifier, said) => {
      const verdict = await run('', verifier);
      expect(verdict.output).toMatch(said);
      expect(verdict).toMatchObject({ outcome: 'error', exitCode: null });
    });

    test.each([
      ['a module that is not installed', 'python3 -m no_such_module', /python\S* has no module no_such_module/],
      ['a program file that is not there', 'node no-such.js', /there is no .*no-such\.js/],
      ['a test file that is not there', 'node --test no-such.test.js', /node finds no test file/],
      ['a script that is not there', 'echo "{}" > package.json; npm test', /no script "test"/],
      ['a target that is not there', 'touch Makefile; make no-such', /No rule to make target/],
    ])('is error for %s, whatever the exit code', async (_, shell, said) => {
      const verdict = await run('', { command: undefined, shell });
      expect(verdict).toMatchObject({ outcome: 'error', output: expect.stringMatching(said) });
    });

    test('is error for a person’s code without a report, and fail for a model’s', async () => {
      const workspace = await makeFolder({ 'main.js': '' });
      const verification = await open(workspace, [{ name: 'run', command: ['node', 'main.js'], report: 'tap' }]);
      const text = { file: 'main.js', text: 'process.exit(0)' };
      expect(await verification.verify(text, never)).toMatchObject({ outcome: 'fail' });
      const verdict = await verification.verifyOriginal(text, never);
      expect(verdict).toMatchObject({ outcome: 'error', output: expect.stringMatching(/"run" leaves no report/) });
    });

    test('adds up what all verifiers that ran said', async () => {
      const workspace = await makeFolder({ 'main.js': '' });
      const check = (passed: boolean) => `echo '{"check":"c","passed":${passed}}'; ${passed}`;
      const verification = await open(workspace, [
        { name: 'tests', shell: check(false), report: 'json' },
        { name: 'types', shell: 'true', stage: 'static' },
        { name: 'quick tests', shell: check(true), report: 'json', stage: 'static' },
      ]);
      const verdict = await verification.verify({ file: 'main.js', text: '' }, never);
      const checks = { passed: 1, total: 2, failures: [{ name: 'c' }] };
      expect(verdict).toMatchObject({ outcome: 'fail', verifier: 'tests', checks });
    });

    if (process.platform === 'linux')
      test('tells how much memory was in use', async () => {
        const program = 'const held = Buffer.alloc(100 << 20, 1); setTimeout(() => held, 300)';
        expect((await run(program)).peakMegabytes).toBeGreaterThan(100);
      });

    test('is error for a shell line whose command is not there', async () => {
      const verdict = await run('', { command: undefined, shell: 'no-such-program --x' });
      expect(verdict).toMatchObject({ outcome: 'error', exitCode: 127 });
      expect(verdict.output).toMatch(/"run" could not run "no-such-program --x"/);
    });

    test('stays small when the output is a flood', async () => {
      const verdict = await run('const a = Buffer.alloc(65536, "x"); for (;;) require("fs").writeSync(1, a);');
      expect(verdict.outcome).toBe('fail');
      expect(verdict.output).toMatch(/wrote more than 64 MiB/);
      expect(verdict.output.length).toBeLessThan(70_000);
    });

    test('tells unittest’s outcome for Python', async () => {
      const workspace = await makeFolder({
        'total.py': 'def total(xs):\n    return 0\n',
        'test_total.py': [
          'import unittest',
          'from total import total',
          'class TotalTest(unittest.TestCase):',
          '    def test_total(self):',
          '        self.assertEqual(total([1, 2]), 3)',
        ].join('\n'),
      });
      const verification = await open(workspace, [{ name: 'unittest', command: ['python3', '-m', 'unittest'] }]);
      const verdictOn = (body: string) =>
        verification.verify({ file: 'total.py', text: `def total(xs):\n    return ${body}\n` }, never);
      expect(await verdictOn('sum(xs)')).toMatchObject({ outcome: 'pass' });
      const failed = await verdictOn('len(xs)');
      expect(failed).toMatchObject({ outcome: 'fail', exitCode: 1 });
      expect(failed.output).toContain('AssertionError: 2 != 3');
    });
  });

  describe('a report', () => {
    const countingTest = `const { test } = require('node:test'), assert = require('node:assert');
      const { total } = require('./main.js');
      test('nothing', () => assert.equal(total([]), 0));
      test('one', () => assert.equal(total([4]), 4));
      test('many', () => assert.equal(total([1, 2]), 3));`;
    const code = (body: string) => `module.exports = { total: (xs) => ${body} };`;
    const nodeTest = { command: ['node', '--test-reporter=tap', 'count.test.js'], report: 'tap', checks: 3 };
    const runTests = (program: string, verifier: object = {}) =>
      run(program, { ...nodeTest, ...verifier }, { 'count.test.js': countingTest });

    test('tells how many checks passed, and what the first that failed expected', async () => {
      const right = 'xs.reduce((a, b) => a + b, 0)';
      expect(await runTests(code(right))).toMatchObject({
        outcome: 'pass',
        checks: { passed: 3, total: 3, failures: [] },
      });
      expect(await runTests(code('xs[0] ?? 0'))).toMatchObject({
        outcome: 'fail',
        exitCode: 1,
        checks: { passed: 2, total: 3, failures: [{ name: 'many', expected: '3', actual: '1' }] },
      });
    });

    test.each([
      ['before the tests', 'process.exit(0);'],
      ['in a test', code('process.exit(0)')],
      ['with a report of its own', 'console.log("ok 1 - all\\n1..1"); process.exit(0);'],
    ])('does not let a candidate pass that exits with 0 %s', async (_, program) => {
      const verdict = await runTests(program);
      expect(verdict).toMatchObject({ outcome: 'fail', exitCode: 0 });
      expect(verdict.output).toMatch(/\[exit code 0; .*(no report|report has|plan)/);
    });

    test('that fails counts more than exit code 0, and an exit code more than a report', async () => {
      const verifier = { report: 'json' };
      const passed = '{"check":"a","passed":true}';
      const failed = '{"check":"b","passed":false}';
      const print = (...lines: string[]) => `console.log(${JSON.stringify(lines.join('\n'))});`;
      expect(await run(print(passed), verifier)).toMatchObject({ outcome: 'pass', checks: { passed: 1, total: 1 } });
      expect(await run(print(passed, failed), verifier)).toMatchObject({
        outcome: 'fail',
        exitCode: 0,
        checks: { passed: 1, total: 2, failures: [{ name: 'b' }] },
      });
      expect(await run(`${print(passed)} process.exitCode = 2`, verifier)).toMatchObject({
        outcome: 'fail',
        exitCode: 2,
        checks: { passed: 1, total: 1 },
      });
      expect(await run(print('{"total":0}'), verifier)).toMatchObject({ outcome: 'fail', checks: { total: 0 } });
    });

    test('is read from all of a long output, also where the verdict keeps its ends only', async () => {
      const program = `for (let i = 0; i < 5000; i++) console.log(JSON.stringify({ check: 'number ' + i, passed: true }));
        console.error('noise'.repeat(100));`;
      const verdict = await run(program, { report: 'json', checks: 5000 });
      expect(verdict).toMatchObject({ outcome: 'pass', checks: { passed: 5000, total: 5000 } });
      expect(verdict.output.length).toBeLessThan(70_000);
      const flood = await run('for (let i = 0; i < 10; i++) console.log("x".repeat(1024 ** 2))', { report: 'json' });
      expect(flood).toMatchObject({ outcome: 'fail', output: expect.stringMatching(/longer than 4 MiB/) });
    });

    test('by a pattern is read from both outputs', async () => {
      const report = { format: 'regex', pattern: '^(?<passed>\\d+) of (?<total>\\d+)$' };
      const program = 'console.log("2 of 2"); console.error("1 of 2");';
      expect(await run(program, { report })).toMatchObject({ outcome: 'fail', checks: { passed: 3, total: 4 } });
    });

    describe('in files', () => {
      const xml = (inner: string) => `<testsuite><testcase name="a">${inner}</testcase></testsuite>`;
      const write = (file: string, text: string) => `require('fs').writeFileSync('${file}', ${JSON.stringify(text)});`;
      const junit = (file: string) => ({ report: { format: 'junit', file } });

      test('is added up, wherever the glob finds them', async () => {
        const program = `${write('out/a.xml', xml(''))} ${write('out/b.xml', xml('<failure message="no"/>'))}`;
        const verdict = await run(program, junit('$' + '{workspaceFolder}/out/*.xml'), { 'out/x.txt': '' });
        expect(verdict).toMatchObject({
          outcome: 'fail',
          exitCode: 0,
          checks: { passed: 1, total: 2, failures: [{ name: 'a', message: 'no' }] },
        });
      });

      test('lies where the verifier runs', async () => {
        const verifier = { command: ['node', '../main.js'], cwd: 'sub', ...junit('r.xml') };
        expect(await run(write('r.xml', xml('')), verifier, { 'sub/x': '' })).toMatchObject({ outcome: 'pass' });
      });

      test.each([
        [
          'stale',
          'process.exit(0)',
          { 'r.xml': '<testsuite><testcase name="old"/></testsuite>' },
          /left no file r\.xml/,
        ],
        ['cut off', write('r.xml', '<testsuite><testcase name="a"/>'), {}, /r\.xml: it is not well-formed/],
        ['a pipe', 'require("child_process").execFileSync("mkfifo", ["r.xml"])', {}, /left no file/],
      ])('is none where it is %s', async (_, program, files, said) => {
        const verdict = await run(program, junit('r.xml'), files);
        expect(verdict.output).toMatch(said);
        expect(verdict).toMatchObject({ outcome: 'fail', exitCode: 0 });
      });

      test.each(['out/r.xml', 'out/*.xml', 'r.xml'])('is never read or removed through a link: %s', async (file) => {
        const elsewhere = await makeFolder({ 'r.xml': xml('') });
        const workspace = await makeFolder({ 'main.js': '' });
        await symlink(elsewhere, path.join(workspace, 'out'));
        const before = await fingerprint(elsewhere);
        const verification = await open(workspace, [{ name: 'run', command: ['node', 'main.js'], ...junit(file) }]);
        const text = `require('fs').symlinkSync(${JSON.stringify(path.join(elsewhere, 'r.xml'))}, 'r.xml')`;
        const verdict = await verification.verify({ file: 'main.js', text }, never);
        expect(verdict).toMatchObject({ outcome: 'fail', output: expect.stringMatching(/left no file/) });
        expect(await fingerprint(elsewhere)).toEqual(before);
      });

      test('is the verifier’s error where it would be outside the workspace', async () => {
        const verdict = await run('', junit('../r.xml'));
        expect(verdict).toMatchObject({ outcome: 'error', output: expect.stringMatching(/outside the workspace/) });
      });
    });
  });

  describe('the verifiers', () => {
    test('run in order up to the first that does not pass', async () => {
      const workspace = await makeFolder({ 'a.txt': '' });
      const verification = await open(workspace, [
        { name: 'first', shell: 'echo first' },
        { name: 'second', shell: 'echo second; grep good a.txt' },
        { name: 'third', shell: 'echo third' },
      ]);
      const bad = await verification.verify({ file: 'a.txt', text: 'bad' }, never);
      expect(bad).toMatchObject({ outcome: 'fail', verifier: 'second', output: 'second\n' });
      const good = await verification.verify({ file: 'a.txt', text: 'good' }, never);
      expect(good).toMatchObject({ outcome: 'pass', verifier: 'third', output: 'third\n' });
    });

    test('get variables that fit what they see', async () => {
      const verdict = await run(
        'const [root, file] = process.argv.slice(2);' +
          'const assert = require("assert"), fs = require("fs"), path = require("path");' +
          'assert.equal(fs.realpathSync(root + "/main.js"), fs.realpathSync(__filename));' +
          'assert.equal(fs.realpathSync(file), fs.realpathSync(__filename));' +
          'assert.equal(path.basename(process.cwd()), "sub"); assert.equal(process.env.NAME, "main");',
        {
          command: ['node', '../main.js', '$' + '{workspaceFolder}', '$' + '{file}'],
          cwd: '$' + '{workspaceFolder}/sub',
          env: { NAME: '$' + '{fileBasenameNoExtension}' },
        },
        { 'sub/x': '' },
      );
      expect(verdict).toMatchObject({ outcome: 'pass' });
    });

    test('see no secrets of the environment, and a temporary folder of their own', async () => {
      process.env.VERIFY_TEST_TOKEN = 'hush';
      onTestFinished(() => {
        delete process.env.VERIFY_TEST_TOKEN;
      });
      const verdict = await run(
        'require("fs").writeFileSync(require("os").tmpdir() + "/x", ""); console.log(require("os").tmpdir(), process.env)',
        { env: { MINE: 'shown' } },
      );
      expect(verdict.outcome).toBe('pass');
      expect(verdict.output).toContain('shown');
      expect(verdict.output).not.toContain('hush');
    });

    test('see what dependencies the workspace has installed', async () => {
      const verdict = await run(
        'process.exit(require("left-pad") + require("ours"))',
        {},
        { 'node_modules/left-pad/index.js': 'module.exports = 0', 'node_modules/ours/index.js': 'module.exports = 0' },
      );
      expect(verdict).toMatchObject({ outcome: 'pass' });
    });

    test('see a fresh copy for every candidate', async () => {
      const workspace = await makeFolder({ 'main.js': '', 'data.txt': '0' });
      const verification = await open(workspace, [{ name: 'run', command: ['node', 'main.js'] }]);
      const text =
        'const fs = require("fs"); if (fs.existsSync("new") || fs.readFileSync("data.txt", "utf8") !== "0") process.exit(1);' +
        'fs.writeFileSync("new", ""); fs.writeFileSync("data.txt", "1");';
      expect(await verification.verify({ file: 'main.js', text }, never)).toMatchObject({ outcome: 'pass' });
      expect(await verification.verify({ file: 'main.js', text }, never)).toMatchObject({ outcome: 'pass' });
    });

    test('run as many at once as there are slots, and no more', async () => {
      const workspace = await makeFolder({ 'main.js': '' });
      const verification = await open(workspace, [{ name: 'run', command: ['node', 'main.js'] }], {
        cores: new Cores(2),
      });
      const controller = new AbortController();
      const [first, second, third] = [marker(), marker(), marker()];
      const running = [first, second, third].map((mark) =>
        verification.verify({ file: 'main.js', text: startStubborn(mark) }, controller.signal),
      );
      const settled = Promise.allSettled(running);
      await Promise.all([untilRunning(first, 1), untilRunning(second, 1)]);
      expect(processesWith(third)).toEqual([]);
      const others = [3, 4].map((code) =>
        verification.verify({ file: 'main.js', text: `process.exit(${code})` }, never),
      );
      controller.abort();
      expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect((await Promise.all(others)).map(({ exitCode }) => exitCode)).toEqual([3, 4]);
    });
  });

  describe('the user’s tree', () => {
    test('is byte for byte as it was, whatever a candidate does to its copy', async () => {
      const workspace = await makeFolder({ 'main.js': '', 'data/a.txt': 'a', 'run.sh': '', '.git/HEAD': 'x' });
      await symlink('data', path.join(workspace, 'link'));
      await symlink(path.join(workspace, 'data'), path.join(workspace, 'absolute-link'));
      const before = await fingerprint(workspace);
      const verification = await open(workspace, [{ name: 'run', command: ['node', 'main.js'] }]);
      const text = `const fs = require('fs');
        fs.appendFileSync('data/a.txt', 'b'); fs.appendFileSync('link/a.txt', 'b');
        fs.appendFileSync('absolute-link/a.txt', 'b'); fs.chmodSync('run.sh', 0o777);
        fs.writeFileSync('main.js', ''); fs.rmSync('data', { recursive: true }); fs.mkdirSync('.git/hooks', { recursive: true });`;
      expect(await verification.verify({ file: 'main.js', text }, never)).toMatchObject({ outcome: 'pass' });
      await verification.close();
      expect(await fingerprint(workspace)).toEqual(before);
    });
  });

  describe('no process is left', () => {
    test('at the time limit, also of children that ignore signals', async () => {
      const mark = marker();
      const verdict = await run(`${stubborn(mark)}\n${startStubborn(mark)}`, { timeoutSeconds: 1 });
      expect(verdict.outcome).toBe('timeout');
      await untilGone(mark);
    });

    test('at the end, also one that holds the output open', async () => {
      const mark = marker();
      const verdict = await run(`const child = ${startStubborn(mark)} child.unref(); console.log('done');`);
      expect(verdict).toMatchObject({ outcome: 'pass', output: 'done\n' });
      await untilGone(mark);
    });

    test('after a cancellation, which rejects with its reason', async () => {
      const mark = marker();
      const workspace = await makeFolder({ 'main.js': '' });
      const verification = await open(workspace, [{ name: 'run', command: ['node', 'main.js', mark] }]);
      const controller = new AbortController();
      const running = verification.verify(
        { file: 'main.js', text: `${stubborn(mark)}\n${startStubborn(mark)}` },
        controller.signal,
      );
      const waiting = verification.verify({ file: 'main.js', text: '' }, controller.signal);
      const rejected = [running, waiting].map((call) => expect(call).rejects.toThrow('enough'));
      await untilRunning(mark, 2);
      controller.abort(new Error('enough'));
      await Promise.all(rejected);
      await untilGone(mark);
      expect(await verification.verify({ file: 'main.js', text: '' }, never)).toMatchObject({ outcome: 'pass' });
    });

    test('after closing, and no scratch copy either', async () => {
      const mark = marker();
      const workspace = await makeFolder({ 'main.js': '' });
      const before = await sessionFolders();
      const verification = await open(workspace, [{ name: 'run', command: ['node', 'main.js', mark] }]);
      const running = verification.verify({ file: 'main.js', text: stubborn(mark) }, never);
      const rejected = expect(running).rejects.toThrow(/abort/);
      await untilRunning(mark, 1);
      await verification.close();
      await rejected;
      await untilGone(mark);
      expect(await sessionFolders()).toEqual(before);
      await expect(verification.verify({ file: 'main.js', text: '' }, never)).rejects.toThrow(/abort/);
    });
  });

  describe('is refused', () => {
    test('where the workspace is not trusted, also when that changes meanwhile', async () => {
      const workspace = await makeFolder({ 'main.js': '' });
      const verifiers = [{ name: 'run', command: ['node', 'main.js'] }];
      await expect(open(workspace, verifiers, { isTrusted: () => false })).rejects.toThrow(WorkspaceNotTrustedError);
      let trusted = true;
      const verification = await open(workspace, verifiers, { isTrusted: () => trusted });
      expect(await verification.verify({ file: 'main.js', text: '' }, never)).toMatchObject({ outcome: 'pass' });
      trusted = false;
      const refused = verification.verify({ file: 'main.js', text: '' }, never);
      await expect(refused).rejects.toThrow(WorkspaceNotTrustedError);
    });

    test('for a file outside the workspace', async () => {
      const verification = await open(await makeFolder({}), [{ name: 'run', command: ['node'] }]);
      await expect(verification.verify({ file: '../a.js', text: '' }, never)).rejects.toThrow(OutsideScratchError);
    });
  });
});
