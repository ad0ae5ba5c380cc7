import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Problem } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';
import type { CodeParser } from '../problem/parser.js';
import { WorkspaceNotTrustedError } from '../verify/errors.js';
import type { VerifierChoice } from './choose-verifiers.js';
import type { CurrentExploration } from './current-exploration.js';
import { NoEditorError } from './errors.js';
import { problemAt } from './problem-at.js';
import { readSettings, type Settings } from './settings.js';
import { settleUnsaved } from './unsaved.js';

/** What every way of starting an exploration needs. */
export interface Starting {
  readonly current: CurrentExploration;
  /** Loads it at the first call. */
  readonly loadParser: () => Promise<CodeParser>;
}

/** A line of a file, and what is said to be wrong there. */
export interface Place {
  readonly uri: vscode.Uri;
  readonly range?: vscode.Range | undefined;
  readonly complaint?: string | undefined;
}

/** How one exploration is done. */
export interface How {
  readonly settings: Settings;
  readonly choose: VerifierChoice;
}

/** Finds out how; undefined where the person called it off. */
export type HowChoice = (problem: Problem, settings: Settings) => Promise<How | undefined>;

/** As the settings say, with these verifiers. */
export function bySettings(choose: VerifierChoice): HowChoice {
  return async (_problem, settings) => ({ settings, choose });
}

/**
 * Explores what is selected, or the function at the cursor. Returns what came of it; undefined where the person called
 * it off.
 *
 * @throws WorkspaceNotTrustedError, NoEditorError; what `problemAt`, `readSettings`, the choice and `explore` throw
 */
export async function exploreHere(starting: Starting, chooseHow: HowChoice): Promise<Exploration | undefined> {
  requireTrust();
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new NoEditorError();
  const parser = await starting.loadParser();
  return exploreProblem(starting.current, parser, editor.document, problemAt(editor, parser), chooseHow);
}

/**
 * Explores the function around a place, whatever is selected; the same otherwise.
 *
 * @throws the same as `exploreHere`
 */
export async function exploreAt(
  { current, loadParser }: Starting,
  { uri, range, complaint }: Place,
  chooseHow: HowChoice,
): Promise<Exploration | undefined> {
  requireTrust();
  const parser = await loadParser();
  const document = await vscode.workspace.openTextDocument(uri);
  const at = range?.start ?? new vscode.Position(0, 0);
  const problem = problemAt({ document, selection: new vscode.Selection(at, at) }, parser);
  return exploreProblem(current, parser, document, withComplaint(problem, complaint), chooseHow);
}

/** Nothing of a workspace is run that nobody trusts. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new WorkspaceNotTrustedError(vscode.workspace.name ?? l10n.t('This workspace'));
}

/** The problem with what is said to be wrong, where anything is. */
export function withComplaint(problem: Problem, complaint: string | undefined): Problem {
  return complaint === undefined ? problem : { ...problem, complaint };
}

async function exploreProblem(
  current: CurrentExploration,
  parser: CodeParser,
  document: vscode.TextDocument,
  problem: Problem,
  chooseHow: HowChoice,
): Promise<Exploration | undefined> {
  const how = await chooseHow(problem, readSettings(document.uri));
  const chosen = await how?.choose(problem);
  if (!how || !chosen) return undefined;
  if (!(await isFree(current)) || !(await settleUnsaved(document))) return undefined;
  await showPanel();
  return current.explore(problem, chosen, how.settings, parser);
}

/** Shows what is explored, without taking the keyboard from the editor. */
export async function showPanel(): Promise<void> {
  await vscode.commands.executeCommand('exploreSolutions.panel.focus', { preserveFocus: true });
}

/** Whether nothing runs; what does is stopped where the person says so. */
export async function isFree(current: CurrentExploration): Promise<boolean> {
  if (!current.running) return true;
  const stop = l10n.t('Stop It and Explore This');
  const chosen = await vscode.window.showWarningMessage(l10n.t('An exploration is running already.'), stop);
  if (chosen !== stop) return false;
  await current.stop();
  return true;
}
