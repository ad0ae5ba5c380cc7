import * as vscode from 'vscode';
import { functionAround } from '../problem/function-heads.js';
import { parsedLanguages } from '../problem/languages.js';
import { isTestFile } from '../verify/suggest/tested.js';
import type { Place } from './explore-here.js';

/** Most characters of a message in a title. */
const TITLE_LENGTH = 80;

/** How assertion libraries say what they found; as a rule tests leave such diagnostics, whatever their severity. */
const assertion =
  /\bassert(?:ion)?(?:error)?\b|\bexpect(?:ed|ing)?\b[\s\S]*\b(?:received|actual(?:ly)?|got|but|equal)\b/i;

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
  const head = headAround(document, range.start.line);
  // Everywhere inside a function a lightbulb would say nothing.
  if (!head || (range.isEmpty && head.line !== range.start.line + 1)) return [];
  const start = new vscode.Position(head.line - 1, 0);
  return [
    action(`Explore solutions for \`${head.name}\``, vscode.CodeActionKind.RefactorRewrite, 'exploreAt', {
      uri: document.uri,
      range: new vscode.Range(start, start),
    }),
  ];
}

function fixOf(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const { message, range, severity } = diagnostic;
  const place = { uri: document.uri, range, complaint: message };
  const title = `Explore solutions that fix: ${shortened(message)}`;
  const offered = (command: string): vscode.CodeAction[] => {
    const fix = action(title, vscode.CodeActionKind.QuickFix, command, place);
    fix.diagnostics = [diagnostic];
    return [fix];
  };
  // What fails in a test is mended in what it tests.
  if (assertion.test(message) && isTestFile(document.fileName.replaceAll('\\', '/'))) return offered('fixFailingTest');
  if (severity !== vscode.DiagnosticSeverity.Error && !assertion.test(message)) return [];
  return headAround(document, range.start.line) ? offered('exploreAt') : [];
}

function action(title: string, kind: vscode.CodeActionKind, command: string, place: Place): vscode.CodeAction {
  const made = new vscode.CodeAction(title, kind);
  made.command = { title, command: `exploreSolutions.${command}`, arguments: [place] };
  return made;
}

function headAround(document: vscode.TextDocument, line: number) {
  return functionAround(document.languageId, line + 1, (at) => document.lineAt(at - 1).text);
}

function shortened(message: string): string {
  const line = message.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1).trimEnd()}…`;
}
