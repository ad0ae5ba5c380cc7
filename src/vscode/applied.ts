import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Applied } from './apply.js';
import { UndoTooLateError } from './errors.js';
import { candidateName } from './snapshot.js';

/**
 * Says that a candidate was applied, and offers what may come next.
 *
 * @throws UndoTooLateError; what `verifyAgain` throws
 */
export async function tellApplied(applied: Applied, verifyAgain: () => Promise<unknown>): Promise<void> {
  const verify = l10n.t('Verify Again');
  const undo = l10n.t('Undo');
  const name = candidateName(applied.candidate);
  const chosen =
    applied.version === null
      ? await vscode.window.showInformationMessage(l10n.t('{0} stands in the file already.', name), verify)
      : await vscode.window.showInformationMessage(l10n.t('Applied {0}.', name), verify, undo);
  if (chosen === verify) await verifyAgain();
  if (chosen === undo) await undoApplied(applied);
}

/** @throws UndoTooLateError where another undo step has come after it */
async function undoApplied({ document, version, exploration }: Applied): Promise<void> {
  if (document.isClosed || document.version !== version) throw new UndoTooLateError(exploration.problem.file);
  await vscode.window.showTextDocument(document, { preview: false });
  await vscode.commands.executeCommand('undo');
}
