import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { applyEdits, type Verdict } from '../../../src/core/domain.js';
import { type Candidate, type Exploration, survivors } from '../../../src/core/exploration.js';
import { installationAt } from '../../../src/explore/installation.js';
import { CodeParser } from '../../../src/problem/parser.js';
import { applyCandidate, type ChangedFunction } from '../../../src/vscode/apply.js';
import type { CurrentExploration } from '../../../src/vscode/current-exploration.js';
import { FunctionChangedError, PlaceLostError } from '../../../src/vscode/errors.js';

/** Applies what a real exploration found to a file that is edited meanwhile. */
suite('applying', function () {
  // The model is made runnable first.
  this.timeout(300_000);

  const mine = '// Mine.\n';
  let parser: CodeParser;
  let found: Exploration;
  let survivor: Candidate;
  let document: vscode.TextDocument;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const file = vscode.Uri.joinPath(folder, 'even.js');

  const apply = (candidate: Candidate, changed: ChangedFunction = 'keep') =>
    applyCandidate(found, candidate, parser, changed);
  const command = <T>(name: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`exploreSolutions.${name}`, ...args);
  const reference = (candidate: Candidate) => ({ exploration: found.id, candidate: candidate.id });
  const undo = async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
  };
  const write = async (uri: vscode.Uri, text: string) => {
    const { lineCount } = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const revert = async (uri: vscode.Uri) => {
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  };
  const solved = (candidate: Candidate) => applyEdits(found.problem.source, candidate.edits);
  /** The function with another line before those that it had. */
  const changed = () => found.problem.source.replace('{\n', '{\n  const own = 1;\n');

  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
    assert.ok(extension);
    const current = await extension.activate();
    // VS Code in a browser saves by itself, and what is tested here must not.
    await vscode.workspace.getConfiguration('files', folder).update('autoSave', 'off');
    parser = await CodeParser.load(installationAt(path.join(extension.extensionPath, 'dist')).grammars);
    document = await vscode.workspace.openTextDocument(file);
    const at = new vscode.Position(2, 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
    const exploring = command<Exploration | undefined>('explore');
    while (!current.running) await delay(20);
    await write(file, mine + document.getText());
    const exploration = await exploring;
    assert.ok(exploration);
    found = exploration;
    const [first] = survivors(found);
    assert.ok(first);
    survivor = first;
  });
  setup(() => write(file, mine + found.problem.source));
  suiteTeardown(async () => {
    await revert(file);
    await vscode.workspace.getConfiguration('files', folder).update('autoSave', undefined);
  });

  test('goes where the function is in a document that was edited during the run, and selects it', async () => {
    await command('apply', survivor.id);
    assert.equal(document.getText(), mine + solved(survivor));
    assert.equal(document.isDirty, true);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document, document);
    assert.match(document.getText(editor?.selection), /^exports\.isEven = [\s\S]*\};?$/);
    await undo();
    assert.equal(document.getText(), mine + found.problem.source);
  });

  test('takes imports along, in the same undo step', async () => {
    const { source, range } = found.problem;
    const edits = [
      { range: { start: 0, end: 0 }, text: "const { format } = require('node:util');\n\n" },
      { range, text: 'exports.isEven = function isEven(number) {\n  return format(number % 2) === "0";\n};' },
    ];
    await write(file, source);
    await apply({ ...survivor, edits });
    assert.equal(document.getText(), applyEdits(source, edits));
    await undo();
    assert.equal(document.getText(), source);
    await write(file, mine + source);
    await apply({ ...survivor, edits });
    assert.match(document.getText(), /require\('node:util'\)[\s\S]*return format/);
    await undo();
    assert.equal(document.getText(), mine + source);
  });

  test('puts a second candidate into the place of the first', async () => {
    const second = [...found.candidates.values()].find(({ id }) => id !== survivor.id);
    assert.ok(second);
    await apply(survivor);
    await apply(second);
    assert.equal(document.getText(), mine + solved(second));
    await undo();
    assert.equal(document.getText(), mine + solved(survivor));
    await write(file, solved(survivor));
    assert.notEqual((await apply(second)).version, null);
    assert.equal(document.getText(), solved(second));
    assert.equal((await apply(second)).version, null);
    await undo();
    assert.equal(document.getText(), solved(survivor));
  });

  test('leaves a function that was changed, unless it is to be replaced anyway', async () => {
    const present = changed();
    await write(file, present);
    await assert.rejects(apply(survivor), FunctionChangedError);
    await command('apply', survivor.id);
    assert.equal(document.getText(), present);
    await command('replaceAnyway', reference(survivor));
    assert.equal(document.getText(), solved(survivor));
    await undo();
    assert.equal(document.getText(), present);
  });

  test('opens the file beside the candidate where the function is not found any more', async () => {
    const present = found.problem.source.replaceAll('isEven', 'even');
    await write(file, present);
    await assert.rejects(apply(survivor, 'replace'), PlaceLostError);
    await command('replaceAnyway', reference(survivor));
    assert.equal(document.getText(), present);
    await command('openSideBySide', reference(survivor));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(input.modified.toString(), file.toString());
    assert.equal((await vscode.workspace.openTextDocument(input.original)).getText(), solved(survivor));
  });

  suite('where code that is applied is formatted', () => {
    const settings = () => vscode.workspace.getConfiguration('exploreSolutions', file);
    let formatting: vscode.Disposable;
    let answer: (document: vscode.TextDocument, range: vscode.Range) => vscode.TextEdit[];
    suiteSetup(async () => {
      formatting = vscode.languages.registerDocumentRangeFormattingEditProvider(
        { language: 'javascript', scheme: 'file', pattern: '**/even.js' },
        { provideDocumentRangeFormattingEdits: (document, range) => answer(document, range) },
      );
      await settings().update('formatOnApply', true);
    });
    suiteTeardown(async () => {
      formatting.dispose();
      await settings().update('formatOnApply', undefined);
    });

    test('the formatter gets the changed range, and one undo takes back both', async () => {
      answer = ({ lineAt }, { start, end }) => [
        vscode.TextEdit.insert(lineAt(0).range.start, '// not asked for\n'),
        vscode.TextEdit.insert(start, '/* formatted */ '),
        vscode.TextEdit.insert(end, ' // to here'),
      ];
      await apply(survivor);
      const { range, text } = survivor.edits.at(-1)!;
      const edits = [{ range, text: `/* formatted */ ${text} // to here` }];
      assert.equal(document.getText(), mine + applyEdits(found.problem.source, edits));
      await undo();
      assert.equal(document.getText(), mine + found.problem.source);
    });

    test('a formatter that fails does no harm', async () => {
      answer = () => {
        throw new Error('no formatter today');
      };
      await apply(survivor);
      assert.equal(document.getText(), mine + solved(survivor));
      await undo();
      assert.equal(document.getText(), mine + found.problem.source);
    });
  });

  suite('verifying the workspace', () => {
    const verify = () => command<Verdict | undefined>('verifyWorkspace');

    test('fails before, and passes with a survivor, which need not be saved', async () => {
      const before = await verify();
      assert.equal(before?.outcome, 'fail');
      assert.match(before.output, /not implemented/);
      await apply(survivor);
      assert.equal((await verify())?.outcome, 'pass');
      assert.equal(document.isDirty, true);
    });

    test('sees what is not saved in other files, too', async () => {
      const tests = vscode.Uri.joinPath(folder, 'even.test.js');
      await apply(survivor);
      await write(tests, "require('node:assert').fail('unsaved');\n");
      try {
        const verdict = await verify();
        assert.equal(verdict?.outcome, 'fail');
        assert.match(verdict.output, /unsaved/);
      } finally {
        await revert(tests);
      }
    });
  });
});
