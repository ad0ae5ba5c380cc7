import * as vscode from 'vscode';
import { type Candidate, candidateOf, type Exploration } from '../core/exploration.js';
import type { Installation } from '../explore/installation.js';
import type { CodeParser } from '../problem/parser.js';
import { verifiersFor } from '../verify/configuration.js';
import { WorkspaceNotTrustedError } from '../verify/errors.js';
import { applyCandidate } from './apply.js';
import { chooseModel } from './choose-model.js';
import { configureVerifiers } from './configure-verifiers.js';
import type { CurrentExploration } from './current-exploration.js';
import { openDiff } from './documents.js';
import { NoEditorError, NothingExploredError } from './errors.js';
import { showError, showLeftOut } from './notices.js';
import { pickCandidate } from './pick-candidate.js';
import { problemAt } from './problem-at.js';
import { readSettings } from './settings.js';
import { candidateName } from './snapshot.js';
import { settleUnsaved } from './unsaved.js';

/**
 * Registers all commands. Each always answers: what cannot be done is explained, with the step that helps.
 *
 * @param loadParser loads it at the first call
 */
export function registerCommands(
  installation: Installation,
  current: CurrentExploration,
  loadParser: () => Promise<CodeParser>,
): vscode.Disposable {
  return vscode.Disposable.from(
    register('explore', () => exploreHere(current, loadParser)),
    register('stop', () => current.stop()),
    register('openDiff', async (candidate?: number) => {
      const exploration = explored(current);
      const chosen = await candidateAsked(exploration, candidate, 'Open Diff');
      if (chosen) await openDiff(exploration, chosen);
    }),
    register('apply', async (candidate?: number) => {
      const exploration = explored(current);
      const chosen = await candidateAsked(exploration, candidate, 'Apply');
      if (!chosen) return;
      await applyCandidate(exploration, chosen);
      vscode.window.setStatusBarMessage(`${candidateName(chosen)} was applied; one undo takes it back.`, 8000);
    }),
    register('openRecord', async () => {
      await vscode.window.showTextDocument(vscode.Uri.file(current.recordOf(explored(current).id)));
    }),
    register('configureVerifiers', configureVerifiers),
    register('chooseModel', () => chooseModel(installation)),
    register('manageTrust', () => vscode.commands.executeCommand('workbench.trust.manage')),
    register('openSettings', () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@ext:explore-solutions.explore-solutions'),
    ),
  );
}

function register<Args extends unknown[]>(name: string, run: (...args: Args) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(`exploreSolutions.${name}`, async (...args: Args) => {
    try {
      return await run(...args);
    } catch (thrown) {
      void showError(thrown);
      return undefined;
    }
  });
}

/** Explores what is selected, or the function at the cursor. Returns what came of it; undefined if it did not start. */
async function exploreHere(
  current: CurrentExploration,
  loadParser: () => Promise<CodeParser>,
): Promise<Exploration | undefined> {
  if (!vscode.workspace.isTrusted) throw new WorkspaceNotTrustedError(vscode.workspace.name ?? 'This workspace');
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new NoEditorError();
  const parser = await loadParser();
  const problem = problemAt(editor, parser);
  const settings = readSettings(editor.document.uri);
  if (settings.verifierProblems.length > 0) void showLeftOut(settings.verifierProblems);
  const verifiers = verifiersFor(settings.verifiers, problem);
  if (current.running && !(await stopRunning(current))) return undefined;
  if (!(await settleUnsaved(editor.document))) return undefined;
  await vscode.commands.executeCommand('exploreSolutions.panel.focus', { preserveFocus: true });
  return current.explore(problem, verifiers, settings, parser);
}

/** Asks whether the exploration that runs may be stopped, and stops it. */
async function stopRunning(current: CurrentExploration): Promise<boolean> {
  const stop = 'Stop It and Explore This';
  const chosen = await vscode.window.showWarningMessage('An exploration is running already.', stop);
  if (chosen !== stop) return false;
  await current.stop();
  return true;
}

function explored({ shown }: CurrentExploration): Exploration {
  if (shown.kind === 'exploration') return shown.state;
  throw new NothingExploredError('Nothing has been explored yet.');
}

async function candidateAsked(
  exploration: Exploration,
  id: number | undefined,
  purpose: string,
): Promise<Candidate | undefined> {
  if (id !== undefined) return candidateOf(exploration, id);
  if (exploration.candidates.size === 0) throw new NothingExploredError('There is no candidate.');
  return pickCandidate(exploration, purpose);
}
