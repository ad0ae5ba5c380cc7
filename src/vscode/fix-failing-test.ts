import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Problem, Verdict } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';
import { linesOf } from '../core/lines.js';
import { VerifierUnusableError } from '../explore/explore.js';
import { type SuspectFile, suspects } from '../problem/suspects.js';
import type { VerifiersInOrder } from '../verify/configuration.js';
import { NoVerifierError } from '../verify/errors.js';
import { type Frame, framesIn, framesInWorkspace } from '../verify/frames.js';
import { viewOnDisk } from '../verify/suggest/index.js';
import { filesTestedBy, isTestFile } from '../verify/suggest/tested.js';
import { applicableVerifiers, suggestedVerifiers } from './choose-verifiers.js';
import { NoEditorError, NoSuspectError, TestPassesError } from './errors.js';
import { isFree, type Place, requireTrust, type Starting, showPanel, withComplaint } from './explore-here.js';
import { inList, inMessage } from './plain-text.js';
import { sourceOf } from './problem-at.js';
import { readSettings, type Settings } from './settings.js';
import { settleUnsavedOf } from './unsaved.js';
import { openBySettings } from './verification.js';

/** What failed, and what said so. */
interface Failure {
  readonly verifiers: VerifiersInOrder;
  readonly verdict: Verdict;
}

/**
 * Explores the function that makes a test fail: the test is run once on the code as it is, and its output and name tell
 * which that may be. Returns what came of it; undefined where the person called it off.
 *
 * @param place a test; without one, the file in the active editor is meant
 * @throws WorkspaceNotTrustedError, NoEditorError, OutsideWorkspaceError, NoVerifierError, TestPassesError,
 * NoSuspectError, VerifierUnusableError; what `readSettings` and `explore` throw
 */
export async function fixFailingTest(
  { current, loadParser }: Starting,
  place: Place | undefined,
): Promise<Exploration | undefined> {
  requireTrust();
  const uri = place?.uri ?? vscode.window.activeTextEditor?.document.uri;
  if (!uri) throw new NoEditorError();
  const test = await vscode.workspace.openTextDocument(uri);
  const { workspace, file } = sourceOf(test);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!(await isFree(current)) || !(await settleUnsavedOf(folder))) return undefined;

  const tested = isTestFile(file) ? await filesTestedBy(viewOnDisk(workspace), file) : [file];
  const subject = await sourceIn(workspace, tested[0] ?? file);
  const settings = readSettings(uri);
  const failure = await whileShown(l10n.t('Running {0}', inMessage(path.posix.basename(file))), (signal) =>
    firstFailure(subject, file, settings, signal),
  );
  if (!failure) return undefined;

  const parser = await loadParser();
  const files = await suspectFiles(workspace, failure.verdict, tested);
  const found = suspects(files, textOf(test, place?.range), parser);
  if (found.length === 0) throw new NoSuspectError(file, tested);
  const problem = await pickSuspect(found);
  if (!problem) return undefined;
  await showPanel();
  const { verifiers } = failure;
  return current.explore(withComplaint(problem, place?.complaint), { verifiers }, settings, parser);
}

/**
 * What of the workspace's verifiers fails: those that are configured, or with them the first that the workspace seems to
 * have, narrow ones first, because none of the configured may run the test. Undefined where the person called it off.
 */
async function firstFailure(
  subject: Omit<Problem, 'range'>,
  test: string,
  settings: Settings,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const { file, language } = subject;
  const configured = applicableVerifiers(subject);
  const suggested = await suggestedVerifiers(subject);
  const sets = [configured, ...suggested.map((each) => [...configured, each])];
  const passed = new Set<string>();
  for (const [first, ...others] of sets) {
    if (!first) continue;
    const verifiers: VerifiersInOrder = [first, ...others];
    const verdict = await judge(subject, verifiers, settings, signal);
    if (!verdict) return undefined;
    if (verdict.outcome === 'error') throw new VerifierUnusableError(verdict);
    if (verdict.outcome !== 'pass') return { verifiers, verdict };
    for (const { name } of verifiers) passed.add(name);
  }
  throw passed.size > 0 ? new TestPassesError(test, [...passed]) : new NoVerifierError(file, language);
}

async function judge(
  { workspace, file, source }: Omit<Problem, 'range'>,
  verifiers: VerifiersInOrder,
  settings: Settings,
  signal: AbortSignal,
): Promise<Verdict | undefined> {
  const verification = await openBySettings(workspace, { verifiers }, settings);
  try {
    return await verification.verifyOriginal({ file, text: source }, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    await verification.close();
  }
}

/** The files that the failing test ran through, and those that it is named after. */
async function suspectFiles(
  workspace: string,
  { output }: Verdict,
  tested: readonly string[],
): Promise<readonly SuspectFile[]> {
  const frames = await framesInWorkspace(viewOnDisk(workspace), workspace, framesIn(output));
  const linesOf = new Map<string, number[]>();
  for (const { file, line } of frames.filter((frame: Frame) => !isTestFile(frame.file))) {
    linesOf.set(file, [...(linesOf.get(file) ?? []), line]);
  }
  const files = [...new Set([...linesOf.keys(), ...tested])];
  return Promise.all(
    files.map(async (file) => ({ ...(await sourceIn(workspace, file)), lines: linesOf.get(file) ?? [] })),
  );
}

async function sourceIn(workspace: string, file: string): Promise<Omit<Problem, 'range'>> {
  return sourceOf(await vscode.workspace.openTextDocument(vscode.Uri.file(path.join(workspace, file))));
}

/** The test itself where its lines are known, else the whole file. */
function textOf(document: vscode.TextDocument, range: vscode.Range | undefined): string {
  return document.getText(range && !range.isSingleLine ? range : undefined);
}

async function pickSuspect(found: readonly Problem[]): Promise<Problem | undefined> {
  if (found.length === 1) return found[0];
  const items = found.map((problem) => ({
    label: `$(symbol-method) ${inList(problem.name ?? '')}`,
    description: inList(`${problem.file}:${linesOf(problem).from}`),
    problem,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: l10n.t('Fix Failing Test'),
    placeHolder: l10n.t('Which function should be written anew? The likeliest comes first.'),
    matchOnDescription: true,
  });
  return chosen?.problem;
}

/** Shows that something goes on, and lets the person call it off. */
function whileShown<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      return run(cancel.signal);
    },
  );
}
