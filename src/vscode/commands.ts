import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Candidate, candidateOf, type Exploration } from '../core/exploration.js';
import type { Installation } from '../explore/installation.js';
import type { CodeParser } from '../problem/parser.js';
import { tellApplied } from './applied.js';
import { applyCandidate, type ChangedFunction } from './apply.js';
import { checkDevice } from './check-device.js';
import { byOptions } from './choose-how.js';
import { chooseModel } from './choose-model.js';
import { configuredVerifiers, typedExamples } from './choose-verifiers.js';
import { configureVerifiers } from './configure-verifiers.js';
import type { CurrentExploration } from './current-exploration.js';
import { openComparison, openDiff, openSideBySide } from './documents.js';
import { type CandidateReference, NothingExploredError } from './errors.js';
import { openExample } from './example.js';
import { bySettings, exploreAt, exploreHere, type Place } from './explore-here.js';
import { fixFailingTest } from './fix-failing-test.js';
import { type Asked, HistoryCommands } from './history-commands.js';
import { showError } from './notices.js';
import type { RememberedOptions } from './options.js';
import { pickCandidate, pickOther } from './pick-candidate.js';
import type { RememberedExamples } from './remembered-examples.js';
import { WorkspaceVerifier } from './verify-workspace.js';
import { openWalkthrough } from './walkthrough.js';

/**
 * Registers all commands. Each always answers: what cannot be done is explained, with the step that helps.
 *
 * @param loadParser loads it at the first call
 * @param storage where the extension keeps files of its own
 */
export function registerCommands(
  installation: Installation,
  current: CurrentExploration,
  loadParser: () => Promise<CodeParser>,
  examples: RememberedExamples,
  options: RememberedOptions,
  storage: vscode.Uri,
): vscode.Disposable {
  const starting = { current, loadParser };
  const typed = typedExamples(installation, examples);
  const history = new HistoryCommands(installation, current, loadParser, examples);
  const verifier = new WorkspaceVerifier(installation, examples);
  const apply = (changed: ChangedFunction) => async (exploration: Exploration, candidate: Candidate) => {
    const applied = await applyCandidate(exploration, candidate, await loadParser(), changed);
    void tellApplied(applied, () => verifier.verify(exploration)).catch(showError);
  };
  return vscode.Disposable.from(
    verifier,
    register('explore', () => exploreHere(starting, bySettings(configuredVerifiers))),
    register('exploreAt', (place: Place) => exploreAt(starting, place, bySettings(configuredVerifiers))),
    register('exploreWithExamples', () => exploreHere(starting, bySettings(typed))),
    register('exploreWithOptions', () => exploreHere(starting, byOptions(installation, options, typed))),
    register('fixFailingTest', (from: unknown) => fixFailingTest(starting, placeOf(from))),
    register('stop', () => current.stop()),
    register('pause', () => current.pause()),
    register('continue', () => current.continue()),
    register('openDiff', (asked?: AskedCandidate) => withCandidate(current, asked, l10n.t('Open Diff'), openDiff)),
    register('compare', (asked?: AskedCandidate) => withCandidate(current, asked, l10n.t('Compare'), compare)),
    register('openSideBySide', (asked?: AskedCandidate) =>
      withCandidate(current, asked, l10n.t('Compare with the File as It Is'), openSideBySide),
    ),
    register('apply', (asked?: AskedCandidate) => withCandidate(current, asked, l10n.t('Apply'), apply('keep'))),
    register('replaceAnyway', (asked?: AskedCandidate) =>
      withCandidate(current, asked, l10n.t('Replace'), apply('replace')),
    ),
    register('verifyWorkspace', () => verifier.verify(explored(current))),
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
    register('checkDevice', () => checkDevice(current)),
    register('openExample', () => openExample(installation, storage)),
    register('openWalkthrough', openWalkthrough),
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
  throw new NothingExploredError(l10n.t('Nothing has been explored yet.'));
}

async function compare(exploration: Exploration, one: Candidate): Promise<void> {
  const other = await pickOther(exploration, one);
  if (other) await openComparison(exploration, one, other);
}

/** What the panel, a message's button, or (not at all) the palette names. */
type AskedCandidate = number | CandidateReference;

/** Does something with the candidate that is asked for, or that the person picks. */
async function withCandidate(
  current: CurrentExploration,
  asked: AskedCandidate | undefined,
  purpose: string,
  act: (exploration: Exploration, candidate: Candidate) => Promise<void>,
): Promise<void> {
  const exploration = typeof asked === 'object' ? current.find(asked.exploration) : explored(current);
  if (!exploration || exploration.candidates.size === 0)
    throw new NothingExploredError(l10n.t('There is no candidate.'));
  const id = typeof asked === 'object' ? asked.candidate : asked;
  const candidate = id === undefined ? await pickCandidate(exploration, purpose) : candidateOf(exploration, id);
  if (candidate) await act(exploration, candidate);
}
