import * as vscode from 'vscode';
import { type Candidate, candidateOf, type Exploration } from '../core/exploration.js';
import type { Installation } from '../explore/installation.js';
import type { CodeParser } from '../problem/parser.js';
import { applyCandidate } from './apply.js';
import { byOptions } from './choose-how.js';
import { chooseModel } from './choose-model.js';
import { configuredVerifiers, typedExamples } from './choose-verifiers.js';
import { configureVerifiers } from './configure-verifiers.js';
import type { CurrentExploration } from './current-exploration.js';
import { openComparison, openDiff } from './documents.js';
import { NothingExploredError } from './errors.js';
import { bySettings, exploreAt, exploreHere, type Place } from './explore-here.js';
import { fixFailingTest } from './fix-failing-test.js';
import { type Asked, HistoryCommands } from './history-commands.js';
import { showError } from './notices.js';
import type { RememberedOptions } from './options.js';
import { pickCandidate, pickOther } from './pick-candidate.js';
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
  examples: RememberedExamples,
  options: RememberedOptions,
): vscode.Disposable {
  const starting = { current, loadParser };
  const typed = typedExamples(installation, examples);
  const history = new HistoryCommands(installation, current, loadParser, examples);
  return vscode.Disposable.from(
    register('explore', () => exploreHere(starting, bySettings(configuredVerifiers))),
    register('exploreAt', (place: Place) => exploreAt(starting, place, bySettings(configuredVerifiers))),
    register('exploreWithExamples', () => exploreHere(starting, bySettings(typed))),
    register('exploreWithOptions', () => exploreHere(starting, byOptions(installation, options, typed))),
    register('fixFailingTest', (from: unknown) => fixFailingTest(starting, placeOf(from))),
    register('stop', () => current.stop()),
    register('pause', () => current.pause()),
    register('continue', () => current.continue()),
    register('openDiff', async (candidate?: number) => {
      const exploration = explored(current);
      const chosen = await candidateAsked(exploration, candidate, 'Open Diff');
      if (chosen) await openDiff(exploration, chosen);
    }),
    register('compare', async (candidate?: number) => {
      const exploration = explored(current);
      const one = await candidateAsked(exploration, candidate, 'Compare');
      const other = one && (await pickOther(exploration, one));
      if (other) await openComparison(exploration, one, other);
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
    register('exploreMore', (asked?: Asked) => history.exploreMore(asked)),
    register('renameExploration', (asked?: Asked) => history.rename(asked)),
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

/** What a menu hands over: the editor's its file, the Test Explorer's a test of whatever extension, ours a place. */
function placeOf(from: unknown): Place | undefined {
  if (from instanceof vscode.Uri) return { uri: from };
  if (typeof from !== 'object' || from === null || !('uri' in from && from.uri instanceof vscode.Uri)) return undefined;
  return {
    uri: from.uri,
    range: 'range' in from && from.range instanceof vscode.Range ? from.range : undefined,
    complaint: 'complaint' in from && typeof from.complaint === 'string' ? from.complaint : undefined,
  };
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
