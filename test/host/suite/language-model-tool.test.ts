import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { survivors } from '../../../src/core/exploration.js';
import { installationAt } from '../../../src/explore/installation.js';
import { patchOf } from '../../../src/explore/patch.js';
import { CodeParser } from '../../../src/problem/parser.js';
import type { CurrentExploration } from '../../../src/vscode/current-exploration.js';
import { ExploreTool, toolName } from '../../../src/vscode/language-model-tool.js';
import type { ToolInput } from '../../../src/vscode/tool-input.js';

/**
 * The tool that agents call. VS Code asks the person before it calls it outside of a chat, and nobody is here to answer:
 * so what is confirmed and what comes of it are asked of the tool itself, and what is refused before, through VS Code.
 */
suite('the language-model tool', function () {
  // The model is made runnable first.
  this.timeout(300_000);

  let current: CurrentExploration;
  let tool: ExploreTool;

  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension<CurrentExploration>('explore-solutions.explore-solutions');
    assert.ok(extension);
    current = await extension.activate();
    const installation = installationAt(path.join(extension.extensionPath, 'dist'));
    tool = new ExploreTool(installation, current, () => CodeParser.load(installation.grammars));
  });

  const never = new vscode.CancellationTokenSource().token;
  const invoke = async (input: ToolInput, token = never): Promise<string> => {
    const { content } = await tool.invoke({ input, toolInvocationToken: undefined }, token);
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
  };

  test('is there for agents', () => {
    const found = vscode.lm.tools.find(({ name }) => name === toolName);
    assert.match(found?.description ?? '', /It changes no file/);
  });

  test('says what will run before it runs: the function, the command and the sandbox', async () => {
    const { confirmationMessages } = await tool.prepareInvocation({ input: { file: 'even.js', line: 3 } });
    const message = confirmationMessages?.message;
    assert.ok(message instanceof vscode.MarkdownString);
    const text = message.value.replaceAll('&nbsp;', ' ').replaceAll('\\', '');
    assert.match(text, /up to 32 attempts at isEven in even\.js/);
    assert.match(text, /tests: node --test \$\{fileBasenameNoExtension\}\.test\.js/);
    assert.match(text, /Sandbox: (bubblewrap|none|sandbox-exec)/);
    assert.equal(current.running, false);
  });

  test('finds survivors with evidence, shown in the panel too, and leaves the file as it is', async () => {
    const text = await invoke({ file: 'even.js', line: 3, attempts: 24 });
    assert.ok(current.shown.kind === 'exploration');
    const { state } = current.shown;
    const [survivor] = survivors(state);
    assert.ok(survivor);
    assert.equal(state.plan.attempts, 24);
    assert.ok(text.includes(patchOf(state.problem, survivor)));
    assert.match(text, /^Survivor 1 \(candidate \d+, said by \d+ attempts?\): pass by "tests"/m);
    assert.ok(text.includes(current.recordOf(state.id)));
    const document = await vscode.workspace.openTextDocument(path.join(state.problem.workspace, 'even.js'));
    assert.equal(document.isDirty, false);
    assert.equal(document.getText(), state.problem.source);
  });

  test('takes examples in the place of the configured verifiers', async () => {
    const text = await invoke({
      file: 'even.js',
      line: 3,
      examples: ['isEven(2) == true', 'isEven(3) == 7'],
      attempts: 8,
    });
    assert.match(text, /0 survivors/);
    assert.match(text, /^First failing check: isEven/m);
  });

  test('stops when it is called off', async () => {
    const source = new vscode.CancellationTokenSource();
    const stopping = current.onDidChange(() => {
      if (current.shown.kind === 'exploration' && current.shown.state.problem.file === 'secret.js') source.cancel();
    });
    const text = await invoke({ file: 'secret.js', line: 3 }, source.token).finally(() => stopping.dispose());
    assert.match(text, /^It was stopped\./);
    assert.equal(current.running, false);
  });

  test('refuses what cannot be explored, through VS Code, and says what to do', async () => {
    const call = async (input: object) => vscode.lm.invokeTool(toolName, { input, toolInvocationToken: undefined });
    await assert.rejects(call({ file: 'even.js', line: 5 }), /no function at line 5/);
    await assert.rejects(call({ file: 'nowhere.js', line: 1 }), /nowhere\.js could not be opened.*call again/);
    await assert.rejects(call({ file: 'even.js', line: 999 }), /no such lines/);
    assert.equal(current.running, false);
  });
});
