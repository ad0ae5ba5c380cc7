import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Verdict } from '../../../src/core/domain.js';
import { type Exploration, survivors } from '../../../src/core/exploration.js';
import { installationAt } from '../../../src/explore/installation.js';
import { readExploration } from '../../../src/explore/record.js';
import { CodeParser } from '../../../src/problem/parser.js';
import type { CurrentExploration } from '../../../src/vscode/current-exploration.js';
import { NoSuspectError, TestPassesError } from '../../../src/vscode/errors.js';
import type { Place } from '../../../src/vscode/explore-here.js';
import { fixFailingTest } from '../../../src/vscode/fix-failing-test.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
assert.ok(folder);
const file = (name: string) => vscode.Uri.joinPath(folder, name);
const write = (name: string, text: string) => vscode.workspace.fs.writeFile(file(name), Buffer.from(text));
const found = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
assert.ok(found);
const extension = found;

suite('the lightbulb', function () {
  this.timeout(300_000);

  const diagnostics = vscode.languages.createDiagnosticCollection('tests');
  suiteSetup(() => extension.activate());
  teardown(() => diagnostics.clear());
  suiteTeardown(() => diagnostics.dispose());

  /** What it offers on lines of a file, counted from 1. */
  const offered = async (name: string, from: number, to = from): Promise<vscode.CodeAction[]> => {
    const document = await vscode.workspace.openTextDocument(file(name));
    const end = from === to ? 0 : document.lineAt(to - 1).text.length;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(from - 1, 0, to - 1, end),
    );
    return actions.filter(({ title }) => title.startsWith('Explore solutions'));
  };
  const titles = async (...where: Parameters<typeof offered>) => (await offered(...where)).map(({ title }) => title);
  const complain = (name: string, line: number, message: string, severity: vscode.DiagnosticSeverity) =>
    diagnostics.set(file(name), [new vscode.Diagnostic(new vscode.Range(line - 1, 0, line - 1, 8), message, severity)]);
  const { Error: wrong, Warning: warning } = vscode.DiagnosticSeverity;

  test('is there on the line that begins a function, and for lines selected inside', async () => {
    const forSum = ['Explore solutions for `sum`'];
    assert.deepEqual(await titles('sum.js', 2), forSum);
    assert.deepEqual(await titles('sum.js', 2, 3), forSum);
    assert.deepEqual(await titles('sum.js', 3), []);
    assert.deepEqual(await titles('sum.js', 1), []);
    assert.deepEqual(await titles('sum.test.js', 1, 3), []);
    assert.deepEqual(await titles('.vscode/settings.json', 1), []);
  });

  test('is there for an error in a function and for a failing assertion, not for a warning', async () => {
    complain('sum.js', 3, 'numbers is not\na list', wrong);
    assert.deepEqual(await titles('sum.js', 3), ['Explore solutions that fix: numbers is not']);
    complain('sum.js', 3, 'numbers is not a list', warning);
    assert.deepEqual(await titles('sum.js', 3), []);
    complain('sum.js', 3, 'expected 3 to equal 6', warning);
    assert.deepEqual(await titles('sum.js', 3), ['Explore solutions that fix: expected 3 to equal 6']);
    complain('sum.test.js', 3, "Cannot find name 'require'", wrong);
    assert.deepEqual(await titles('sum.test.js', 3), []);
  });

  test('hands on what the editor complains of, into the record', async () => {
    const message = 'numbers is not\na list';
    complain('sum.js', 3, message, wrong);
    const [fix] = await offered('sum.js', 3);
    assert.ok(fix?.command);
    const settings = vscode.workspace.getConfiguration('exploreSolutions', folder);
    await settings.update('attempts', 2);
    try {
      const { command, arguments: handed = [] } = fix.command;
      const exploration = await vscode.commands.executeCommand<Exploration | undefined>(command, ...handed);
      assert.equal(exploration?.problem.name, 'sum');
      assert.equal(exploration.problem.complaint, message);
      const current = await extension.activate();
      assert.equal(readExploration(current.recordOf(exploration.id))?.problem.complaint, message);
    } finally {
      await settings.update('attempts', 32);
    }
  });
});

suite('fixing a failing test', function () {
  this.timeout(300_000);

  const fixed = (from: unknown) =>
    vscode.commands.executeCommand<Exploration | undefined>('exploreSolutions.fixFailingTest', from);
  /** Without the command around it, which shows errors. */
  const fix = async (place: Place) => {
    const current = await extension.activate();
    const { grammars } = installationAt(path.join(extension.extensionPath, 'dist'));
    return fixFailingTest({ current, loadParser: () => CodeParser.load(grammars) }, place);
  };

  test('finds the wrong function and solutions that pass', async () => {
    await vscode.window.showTextDocument(file('even.test.js'));
    const exploration = await fixed(undefined);
    assert.ok(exploration);
    assert.equal(exploration.problem.file, 'even.js');
    assert.equal(exploration.problem.name, 'isEven');
    assert.deepEqual(exploration.verifiers, ['tests']);
    assert.equal(exploration.baseline?.outcome, 'fail');
    assert.equal(survivors(exploration).length, 1);
  });

  /** Where only the start matters, few attempts are enough. */
  const attempts = (count: number) =>
    vscode.workspace.getConfiguration('exploreSolutions', folder).update('attempts', count);

  test('takes a test of another extension from the Test Explorer', async () => {
    const controller = vscode.tests.createTestController('someones', 'Someone’s');
    await attempts(4);
    try {
      const item = controller.createTestItem('sums', 'sums', file('sum.test.js'));
      item.range = new vscode.Range(4, 0, 7, 2);
      const exploration = await fixed(item);
      assert.equal(exploration?.problem.file, 'sum.js');
      assert.equal(exploration.problem.name, 'sum');
      assert.match(exploration.baseline?.output ?? '', /sums/);
      assert.ok(exploration.ending && exploration.ending.reason !== 'failed');
    } finally {
      await attempts(32);
      controller.dispose();
    }
  });

  test('says so where the test passes, and where no function can be found', async () => {
    await write('half.js', 'exports.half = (n) => n / 2;\n');
    await write('half.test.js', "require('node:assert').equal(require('./half.js').half(4), 2);\n");
    await write('lone.js', 'exports.lone = 1;\n');
    await write('lone.test.js', "require('node:assert').equal(require('./lone.js').lone, 2);\n");
    await assert.rejects(fix({ uri: file('half.test.js') }), TestPassesError);
    await assert.rejects(fix({ uri: file('lone.test.js') }), NoSuspectError);
    assert.equal(await fixed(file('half.test.js')), undefined);
  });

  test('adds a verifier that runs the test where none of the configured does', async () => {
    await write('own/package.json', JSON.stringify({ scripts: { test: 'node --test' } }));
    await write('own/twice.js', 'exports.twice = (n) => {\n  return n + 2;\n};\n');
    await write('own/twice.test.js', "require('node:assert').equal(require('./twice.js').twice(4), 8);\n");
    const settings = vscode.workspace.getConfiguration('exploreSolutions', folder);
    const before = settings.get('verifiers');
    await attempts(4);
    await settings.update('verifiers', [{ name: 'syntax', command: ['node', '--check', `\${file}`] }]);
    try {
      const exploration = await fixed(file('own/twice.test.js'));
      assert.deepEqual(exploration?.verifiers, ['syntax', 'node:test of own/twice.js']);
      assert.equal(exploration.problem.name, 'twice');
      assert.equal(exploration.baseline?.verifier, 'node:test of own/twice.js');
      const verdict = await vscode.commands.executeCommand<Verdict | undefined>('exploreSolutions.verifyWorkspace');
      assert.equal(verdict?.verifier, 'node:test of own/twice.js');
      assert.equal(verdict.outcome, 'fail');
    } finally {
      await settings.update('verifiers', before);
      await attempts(32);
    }
  });
});
