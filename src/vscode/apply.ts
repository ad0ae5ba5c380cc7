import path from 'node:path';
import * as vscode from 'vscode';
import type { TextRange } from '../core/domain.js';
import type { Candidate, Exploration } from '../core/exploration.js';
import { DocumentChangedError, EditRefusedError } from './errors.js';

/**
 * Makes a candidate's edits in the user's document, as one edit that one undo takes back.
 *
 * @throws DocumentChangedError where the document is not what the exploration began with; EditRefusedError
 */
export async function applyCandidate({ problem }: Exploration, { edits }: Candidate): Promise<void> {
  const uri = vscode.Uri.file(path.join(problem.workspace, problem.file));
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() !== problem.source) throw new DocumentChangedError(problem.file);
  const rangeOf = ({ start, end }: TextRange) => new vscode.Range(document.positionAt(start), document.positionAt(end));
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    uri,
    edits.map(({ range, text }) => vscode.TextEdit.replace(rangeOf(range), text)),
  );
  const start = document.positionAt(problem.range.start);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (!(await vscode.workspace.applyEdit(edit))) throw new EditRefusedError(problem.file);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
