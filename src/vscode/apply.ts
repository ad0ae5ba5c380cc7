import * as vscode from 'vscode';
import { rangesAfter, type TextEdit, type TextRange } from '../core/domain.js';
import type { Candidate, Exploration } from '../core/exploration.js';
import type { CodeParser } from '../problem/parser.js';
import { type Rebased, rebase } from '../problem/rebase.js';
import { fileOf } from './documents.js';
import { EditRefusedError, FunctionChangedError, PlaceLostError } from './errors.js';
import { formatRanges, isFormatted } from './format.js';

/** A candidate that stands in the user's document. */
export interface Applied {
  readonly exploration: Exploration;
  readonly candidate: Candidate;
  readonly document: vscode.TextDocument;
  /** The document's, with the candidate and nothing after it; null where the candidate stood there already. */
  readonly version: number | null;
}

/** What becomes of a function that a person changed since it was explored. */
export type ChangedFunction = 'keep' | 'replace';

/**
 * Makes a candidate's edits in the user's document as it is now, as one edit that one undo takes back, and selects what
 * came of it. The document is left unsaved.
 *
 * @throws FunctionChangedError, unless it is to be replaced; PlaceLostError, EditRefusedError
 */
export async function applyCandidate(
  exploration: Exploration,
  candidate: Candidate,
  parser: CodeParser,
  changed: ChangedFunction,
): Promise<Applied> {
  const { problem, candidates } = exploration;
  const document = await vscode.workspace.openTextDocument(fileOf(problem));
  const all = [...candidates.values()].map(({ edits }) => edits);
  const rebased = rebase({ problem, edits: candidate.edits, all, present: document.getText() }, parser);
  const edits = allowedEdits(exploration, candidate, rebased, changed);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const formatted = isFormatted(document);
  if (!(await edit(editor, edits, !formatted))) throw new EditRefusedError(problem.file);
  const ranges = rangesAfter(edits).map((range) => rangeIn(document, range));
  // Imports and helpers stand before what needs them.
  const last = ranges.at(-1);
  if (last) {
    editor.selection = new vscode.Selection(last.start, last.end);
    editor.revealRange(last, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
  if (formatted) await formatRanges(editor, ranges);
  return { exploration, candidate, document, version: last ? document.version : null };
}

function allowedEdits(
  { id, problem: { file } }: Exploration,
  candidate: Candidate,
  rebased: Rebased,
  changed: ChangedFunction,
): readonly TextEdit[] {
  const reference = { exploration: id, candidate: candidate.id };
  if (rebased.kind === 'lost') throw new PlaceLostError(file, reference);
  if (rebased.kind === 'changed' && changed === 'keep') throw new FunctionChangedError(file, reference);
  return rebased.edits;
}

function edit(editor: vscode.TextEditor, edits: readonly TextEdit[], isWhole: boolean): Thenable<boolean> {
  return editor.edit(
    (builder) => {
      for (const { range, text } of edits) builder.replace(rangeIn(editor.document, range), text);
    },
    { undoStopBefore: true, undoStopAfter: isWhole },
  );
}

function rangeIn(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
