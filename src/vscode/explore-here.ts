import * as vscode from 'vscode';
import type { Exploration } from '../core/exploration.js';
import type { CodeParser } from '../problem/parser.js';
import { WorkspaceNotTrustedError } from '../verify/errors.js';
import type { VerifierChoice } from './choose-verifiers.js';
import type { CurrentExploration } from './current-exploration.js';
import { NoEditorError } from './errors.js';
import { problemAt } from './problem-at.js';
import { readSettings } from './settings.js';
import { settleUnsaved } from './unsaved.js';

/**
 * Explores what is selected, or the function at the cursor. Returns what came of it; undefined where the person called
 * it off.
 *
 * @throws WorkspaceNotTrustedError, NoEditorError; what `problemAt`, `readSettings`, the choice and `explore` throw
 */
export async function exploreHere(
  current: CurrentExploration,
  loadParser: () => Promise<CodeParser>,
  choose: VerifierChoice,
): Promise<Exploration | undefined> {
  if (!vscode.workspace.isTrusted) throw new WorkspaceNotTrustedError(vscode.workspace.name ?? 'This workspace');
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new NoEditorError();
  const parser = await loadParser();
  const problem = problemAt(editor, parser);
  const settings = readSettings(editor.document.uri);
  const chosen = await choose(problem);
  if (!chosen) return undefined;
  if (current.running && !(await stopRunning(current))) return undefined;
  if (!(await settleUnsaved(editor.document))) return undefined;
  await vscode.commands.executeCommand('exploreSolutions.panel.focus', { preserveFocus: true });
  return current.explore(problem, chosen, settings, parser);
}

/** Asks whether the exploration that runs may be stopped, and stops it. */
async function stopRunning(current: CurrentExploration): Promise<boolean> {
  const stop = 'Stop It and Explore This';
  const chosen = await vscode.window.showWarningMessage('An exploration is running already.', stop);
  if (chosen !== stop) return false;
  await current.stop();
  return true;
}
