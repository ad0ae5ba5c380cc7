import * as vscode from 'vscode';
import { type Candidate, candidateOf, type Exploration } from '../core/exploration.js';
import type { Installation } from '../explore/installation.js';
import type { CodeParser } from '../problem/parser.js';
import { applyCandidate } from './apply.js';
import { chooseModel } from './choose-model.js';
import { configuredVerifiers, typedExamples } from './choose-verifiers.js';
import { configureVerifiers } from './configure-verifiers.js';
import type { CurrentExploration } from './current-exploration.js';
import { openDiff } from './documents.js';
import { NothingExploredError } from './errors.js';
import { exploreHere } from './explore-here.js';
import { type Asked, HistoryCommands } from './history-commands.js';
import { showError } from './notices.js';
import { pickCandidate } from './pick-candidate.js';
import type { RememberedExamples } from './remembered-examples.js';
import { candidateName } from './snapshot.js';

/**
 * Registers all commands. Each always answers: what cannot be done is explained, with the step that helps.
 *
 * @param loadParser loads it at the first call
 */
export function registerCommands(
  installation: Installation,
  current: CurrentExploration,
  loadParser: () => Promise<CodeParser>,
  remembered: RememberedExamples,
): vscode.Disposable {
  const typed = typedExamples(installation, remembered);
  const history = new HistoryCommands(installation, current, loadParser, remembered);
  return vscode.Disposable.from(
    register('explore', () => exploreHere(current, loadParser, configuredVerifiers)),
    register('exploreWithExamples', () => exploreHere(current, loadParser, typed)),
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
    register('showLast', () => history.showLast()),
    register('openExploration', (asked?: Asked) => history.open(asked)),
    register('resume', (asked?: Asked) => history.resume(asked)),
    register('deleteExploration', (asked?: Asked) => history.delete(asked)),
    register('exportExploration', (asked?: Asked) => history.export(asked)),
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
