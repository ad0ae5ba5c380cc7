import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../core/domain.js';
import type { CodeParser } from '../problem/parser.js';
import { selectProblem } from '../problem/select.js';
import { OutsideWorkspaceError } from './errors.js';

/**
 * The problem that an editor's selection means: the selected lines, or the function around the cursor.
 *
 * @throws OutsideWorkspaceError; what `selectProblem` throws where nothing can be meant
 */
export function problemAt(
  { document, selection }: Pick<vscode.TextEditor, 'document' | 'selection'>,
  parser: CodeParser,
): Problem {
  return selectProblem(
    {
      ...sourceOf(document),
      selection: selection.isEmpty
        ? { kind: 'line', line: selection.active.line + 1 }
        : { kind: 'range', from: selection.start.line + 1, to: lastLine(selection) },
    },
    parser,
  );
}

/**
 * A file of a workspace folder as it is now, which may not be saved.
 *
 * @throws OutsideWorkspaceError
 */
export function sourceOf(document: vscode.TextDocument): Omit<Problem, 'range'> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (document.uri.scheme !== 'file' || !folder) throw new OutsideWorkspaceError(path.basename(document.fileName));
  return {
    workspace: folder.uri.fsPath,
    file: path.relative(folder.uri.fsPath, document.uri.fsPath).replaceAll(path.sep, '/'),
    language: document.languageId,
    source: document.getText(),
  };
}

/** A selection that ends before the first character of a line does not mean that line. */
function lastLine({ start, end }: vscode.Selection): number {
  return end.character === 0 && end.line > start.line ? end.line : end.line + 1;
}
