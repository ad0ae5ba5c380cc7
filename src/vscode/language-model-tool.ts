import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Problem } from '../core/domain.js';
import { CancelledError, ExplainedError, toError } from '../core/errors.js';
import { findingsOf } from '../explore/findings.js';
import { findingsText } from '../explore/findings-text.js';
import type { Installation } from '../explore/installation.js';
import type { CodeParser } from '../problem/parser.js';
import type { VerifierCommand } from '../verify/configuration.js';
import { verifiedByExamples } from '../verify/examples.js';
import { describeSandbox } from '../verify/sandbox.js';
import { sandboxInForce } from '../verify/sandbox-in-force.js';
import type { Judges } from '../verify/verification.js';
import { configuredVerifiers } from './choose-verifiers.js';
import type { CurrentExploration } from './current-exploration.js';
import { requireTrust, showPanel } from './explore-here.js';
import { inLine } from './plain-text.js';
import { problemAt } from './problem-at.js';
import { readSettings, type Settings } from './settings.js';
import { type ToolInput, toolInput } from './tool-input.js';

/** Its name, in package.json too. */
export const toolName = 'explore_solutions';

/** The model that calls has not said what can be explored. */
class ToolInputError extends ExplainedError {
  readonly nextStep = 'Correct the input and call again.';
}

/** An exploration as it was asked for. */
interface Asked {
  readonly problem: Problem;
  readonly judges: Judges;
  readonly settings: Settings;
  readonly parser: CodeParser;
}

/** Lets agents in VS Code explore: once the person has confirmed what will run, and shown in the panel like any other. */
export class ExploreTool implements vscode.LanguageModelTool<ToolInput> {
  /** @param loadParser loads it at the first call */
  constructor(
    private readonly installation: Installation,
    private readonly current: CurrentExploration,
    private readonly loadParser: () => Promise<CodeParser>,
  ) {}

  /** What the person is asked: which code, which commands, and what confines them. */
  prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<ToolInput>): Promise<vscode.PreparedToolInvocation> {
    return explained(async () => {
      const { problem, judges, settings } = await this.asked(input);
      const sandbox = describeSandbox(await sandboxInForce(settings.sandbox));
      const what = problem.name ?? linesOf(input);
      const file = inLine(problem.file);
      const { attempts } = settings.plan;
      const message = new vscode.MarkdownString()
        .appendText(
          attempts === 1
            ? l10n.t(
                'A model on this machine writes 1 attempt at {0} in {1}. It is judged in a copy of the workspace folder by',
                what,
                file,
              )
            : l10n.t(
                'A model on this machine writes up to {0} attempts at {1} in {2}. Each is judged in a copy of the workspace folder by',
                attempts,
                what,
                file,
              ),
        )
        // An empty line at its end: outside of a chat VS Code shows plain text, where what follows would go on in its last.
        .appendCodeblock(
          judges.verifiers.map(({ name, command }) => `${inLine(`${name}: ${lineOf(command)}`)}\n`).join(''),
          '',
        )
        .appendText(
          input.examples
            ? l10n.t('that is, by the examples {0}. Sandbox: {1}', inLine(input.examples.join('; ')), sandbox)
            : l10n.t('Sandbox: {0}', sandbox),
        );
      return {
        invocationMessage: l10n.t('Exploring solutions for {0} in {1}', what, file),
        confirmationMessages: { title: 'Explore Solutions', message },
      };
    });
  }

  /** What was found, as text. The files of the workspace stay as they are. */
  invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<ToolInput>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    return explained(async () => {
      const { problem, judges, settings, parser } = await this.asked(input);
      await showPanel();
      if (token.isCancellationRequested) throw new CancelledError();
      const exploring = this.current.explore(problem, judges, settings, parser);
      const onCancel = token.onCancellationRequested(() => this.current.stop());
      try {
        const state = await exploring;
        if (state.ending?.reason === 'failed') throw new Error(`${state.ending.error} ${state.ending.nextStep}`);
        const text = findingsText(findingsOf(state, this.current.recordOf(state.id)));
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } finally {
        onCancel.dispose();
      }
    });
  }

  /** @throws WorkspaceNotTrustedError, ToolInputError; what finding the problem and the verifiers throws */
  private async asked(input: unknown): Promise<Asked> {
    requireTrust();
    const said = toolInput.safeParse(input);
    if (!said.success) {
      throw new ToolInputError(
        said.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
      );
    }
    const { file, line, toLine = null, examples, attempts, survivors } = said.data;
    const document = await documentOf(file);
    const parser = await this.loadParser();
    const problem = problemAt({ document, selection: selectionOf(document, line, toLine) }, parser);
    const judges = examples
      ? await verifiedByExamples(problem, examples.join('\n'), this.installation.grammars)
      : await configuredVerifiers(problem);
    if (!judges) throw new CancelledError();
    const settings = readSettings(document.uri);
    const plan = {
      ...settings.plan,
      attempts: attempts ?? settings.plan.attempts,
      survivors: survivors ?? settings.plan.survivors,
    };
    return { problem, judges, settings: { ...settings, plan }, parser };
  }
}

function linesOf({ line, toLine }: ToolInput): string {
  return toLine === undefined ? l10n.t('line {0}', line) : l10n.t('lines {0} to {1}', line, toLine);
}

async function documentOf(file: string): Promise<vscode.TextDocument> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const places = path.isAbsolute(file)
    ? [vscode.Uri.file(file)]
    : folders.map(({ uri }) => vscode.Uri.joinPath(uri, file));
  for (const uri of places) {
    try {
      return await vscode.workspace.openTextDocument(uri);
    } catch {
      // It may be in another folder.
    }
  }
  throw new ToolInputError(`${file} could not be opened.`);
}

function selectionOf(document: vscode.TextDocument, line: number, toLine: number | null): vscode.Selection {
  if (line > document.lineCount || (toLine !== null && (toLine < line || toLine > document.lineCount))) {
    throw new ToolInputError(`There are no such lines: the file has ${document.lineCount}.`);
  }
  const start = new vscode.Position(line - 1, 0);
  return new vscode.Selection(start, toLine === null ? start : document.lineAt(toLine - 1).range.end);
}

function lineOf(command: VerifierCommand): string {
  return command.kind === 'shell' ? command.line : [command.program, ...command.args].join(' ');
}

/** Models are told an error's message and nothing else: the step that helps goes with it. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = toError(thrown);
    throw error instanceof ExplainedError ? new Error(`${error.message} ${error.nextStep}`, { cause: error }) : error;
  }
}
