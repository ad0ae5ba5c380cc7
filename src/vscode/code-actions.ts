import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type FunctionHead, functionAround } from '../problem/function-heads.js';
import { parsedLanguages } from '../problem/languages.js';
import { isTestFile } from '../verify/suggest/tested.js';
import type { Place } from './explore-here.js';
import { inLine } from './plain-text.js';

/** Most characters of a message in a title. */
const TITLE_LENGTH = 80;

/** What of a message is looked at. */
const MESSAGE_LENGTH = 1000;

/** How assertion libraries say what they found; such diagnostics are left by tests, whatever their severity. */
const assertion =
  /\bassertion(?:error| failed)|\bassert\b|\bexpect(?:ed)?\b[\s\S]*\b(?:received|but was|to (?:equal|be|have|contain|match|deep|strictly))\b/i;

/** Offers to explore at a lightbulb, in files of workspace folders whose language is understood. */
export function registerCodeActions(): vscode.Disposable {
  const files = parsedLanguages.map((language) => ({ scheme: 'file', language }));
  return vscode.languages.registerCodeActionsProvider(files, new ExploreActions(), {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite],
  });
}

/** Asked whenever the cursor moves, so it only looks at lines; a parser is loaded when one of its actions is taken. */
class ExploreActions implements vscode.CodeActionProvider {
  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (!vscode.workspace.isTrusted || !vscode.workspace.getWorkspaceFolder(document.uri)) return [];
    const wants = (kind: vscode.CodeActionKind) => !only || only.contains(kind);
    return [
      ...(wants(vscode.CodeActionKind.QuickFix) ? diagnostics.flatMap((one) => fixOf(document, one)) : []),
      ...(wants(vscode.CodeActionKind.RefactorRewrite) ? functionAction(document, range) : []),
    ];
  }
}

function functionAction(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
  const head = headAround(document, range);
  // Everywhere inside a function a lightbulb would say nothing.
  if (!head || (range.isEmpty && head.line !== range.start.line + 1)) return [];
  const start = new vscode.Position(head.line - 1, 0);
  return [
    action(l10n.t('Explore solutions for `{0}`', head.name), vscode.CodeActionKind.RefactorRewrite, 'exploreAt', {
      uri: document.uri,
      range: new vscode.Range(start, start),
    }),
  ];
}

function fixOf(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const { message, range, severity } = diagnostic;
  const isAssertion = assertion.test(message.slice(0, MESSAGE_LENGTH));
  const place = { uri: document.uri, range, complaint: message };
  const title = l10n.t('Explore solutions that fix: {0}', shortened(message));
  const offered = (command: string): vscode.CodeAction[] => {
    const fix = action(title, vscode.CodeActionKind.QuickFix, command, place);
    fix.diagnostics = [diagnostic];
    return [fix];
  };
  // What fails in a test is mended in what it tests.
  if (isAssertion && isTestFile(document.fileName.replaceAll('\\', '/'))) return offered('fixFailingTest');
  if (severity !== vscode.DiagnosticSeverity.Error && !isAssertion) return [];
  return headAround(document, new vscode.Range(range.start, range.start)) ? offered('exploreAt') : [];
}

function action(title: string, kind: vscode.CodeActionKind, command: string, place: Place): vscode.CodeAction {
  const made = new vscode.CodeAction(title, kind);
  made.command = { title, command: `exploreSolutions.${command}`, arguments: [place] };
  return made;
}

function headAround(document: vscode.TextDocument, { start, end }: vscode.Range): FunctionHead | undefined {
  const to = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return functionAround(document.languageId, { from: start.line + 1, to }, (line) => document.lineAt(line - 1).text);
}

function shortened(message: string): string {
  const line = inLine(message.trim().split(/\r?\n/, 1)[0] ?? '');
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1).trimEnd()}…`;
}
