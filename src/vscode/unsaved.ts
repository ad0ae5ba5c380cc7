import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { inMessage } from './plain-text.js';

/**
 * Verifiers run in a copy of what is on the disk, except for the explored document itself. Where other files of the
 * folder have unsaved changes, says so and offers to save them. Returns whether to go on.
 */
export function settleUnsaved(explored: vscode.TextDocument): Promise<boolean> {
  return settleUnsavedOf(vscode.workspace.getWorkspaceFolder(explored.uri), explored);
}

/** The same for a folder of which it is not known yet what will be explored. */
export async function settleUnsavedOf(
  folder: vscode.WorkspaceFolder | undefined,
  explored?: vscode.TextDocument,
): Promise<boolean> {
  const unsaved = unsavedIn(folder).filter((document) => document !== explored);
  const [first, ...others] = unsaved;
  if (!first) return true;
  const save = l10n.t('Save and Explore');
  const proceed = l10n.t('Explore Without Them');
  const chosen = await vscode.window.showWarningMessage(
    questionOf(inMessage(path.basename(first.fileName)), others.length),
    save,
    proceed,
  );
  if (chosen === save) {
    const saved = await Promise.all(unsaved.map((document) => document.save()));
    return saved.every(Boolean);
  }
  return chosen === proceed;
}

function questionOf(file: string, others: number): string {
  return others === 0
    ? l10n.t('{0}: there are unsaved changes, and verifiers see only what is saved.', file)
    : l10n.t('{0} and {1} more: there are unsaved changes, and verifiers see only what is saved.', file, others);
}

/** The documents of a folder whose changes are not saved. */
export function unsavedIn(folder: vscode.WorkspaceFolder | undefined): vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && vscode.workspace.getWorkspaceFolder(uri) === folder,
  );
}
