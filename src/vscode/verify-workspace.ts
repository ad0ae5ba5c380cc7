import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Verdict } from '../core/domain.js';
import { CancelledError } from '../core/errors.js';
import type { Exploration } from '../core/exploration.js';
import { visible } from '../core/visible.js';
import type { Installation } from '../explore/installation.js';
import type { CandidateFile, Judges } from '../verify/verification.js';
import { verifiersOf } from './choose-verifiers.js';
import { fileOf } from './documents.js';
import { OutsideWorkspaceError } from './errors.js';
import { requireTrust } from './explore-here.js';
import { inMessage } from './plain-text.js';
import type { RememberedExamples } from './remembered-examples.js';
import { readSettings } from './settings.js';
import { unsavedIn } from './unsaved.js';
import { openBySettings } from './verification.js';

/** Runs an exploration's verifiers on the workspace as it is now, and tells how that went. */
export class WorkspaceVerifier {
  private readonly output = vscode.window.createOutputChannel('Explore Solutions');

  constructor(
    private readonly installation: Installation,
    private readonly remembered: RememberedExamples,
  ) {}

  /**
   * Verifies what the folder's files hold, and its documents that are not saved, in a copy of its own. Undefined where
   * the person called it off.
   *
   * @throws WorkspaceNotTrustedError, OutsideWorkspaceError; what `readSettings`, the choice of verifiers and
   * `openVerification` throw
   */
  async verify(exploration: Exploration): Promise<Verdict | undefined> {
    requireTrust();
    const { problem } = exploration;
    const uri = fileOf(problem);
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    // A record names its folder, but only what is open here, and trusted, is run.
    if (!folder) throw new OutsideWorkspaceError(problem.file);
    const settings = readSettings(uri);
    const judges = await verifiersOf(exploration, this.installation, this.remembered)(problem);
    if (!judges) return undefined;
    const additions = [...(judges.additions ?? []), ...unsavedIn(folder).map((document) => fileIn(folder, document))];
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const verdict = await withProgress(judges, async (signal) => {
      const verification = await openBySettings(problem.workspace, { ...judges, additions }, settings);
      try {
        return await verification.verifyOriginal({ file: problem.file, text }, signal);
      } finally {
        await verification.close();
      }
    });
    void this.tell(verdict, judges);
    return verdict;
  }

  dispose(): void {
    this.output.dispose();
  }

  private async tell({ outcome, verifier, checks, output }: Verdict, { verifiers }: Judges): Promise<void> {
    if (outcome === 'pass') {
      await vscode.window.showInformationMessage(l10n.t('The workspace as it is now passes {0}.', namesOf(verifiers)));
      return;
    }
    const [first] = checks?.failures ?? [];
    const why = first ? [first.name, first.message].filter(Boolean) : [];
    const show = l10n.t('Show Output');
    const message = shortened([sentences[outcome](verifier), ...why].join(': '));
    if ((await vscode.window.showWarningMessage(message, show)) !== show) return;
    this.output.replace(visible(output));
    this.output.show(true);
  }
}

const sentences = {
  fail: (verifier: string) => l10n.t('"{0}" failed on the workspace as it is now', verifier),
  timeout: (verifier: string) => l10n.t('"{0}" timed out on the workspace as it is now', verifier),
  error: (verifier: string) => l10n.t('"{0}" could not run on the workspace as it is now', verifier),
} as const;

/** Most characters of a notification. */
const shownCharacters = 300;

function shortened(text: string): string {
  const line = inMessage(text);
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line;
}

function namesOf(verifiers: Judges['verifiers']): string {
  return inMessage(verifiers.map(({ name }) => `"${name}"`).join(', '));
}

function fileIn(folder: vscode.WorkspaceFolder, document: vscode.TextDocument): CandidateFile {
  const file = path.relative(folder.uri.fsPath, document.uri.fsPath).replaceAll(path.sep, '/');
  return { file, text: document.getText() };
}

/** @throws CancelledError where the person called it off */
function withProgress<T>(judges: Judges, run: (signal: AbortSignal) => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  const title = l10n.t('Verifying the workspace: {0}', namesOf(judges.verifiers));
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_progress, token) => {
    const stop = new AbortController();
    const subscription = token.onCancellationRequested(() => stop.abort(new CancelledError()));
    try {
      return await run(stop.signal);
    } finally {
      subscription.dispose();
    }
  });
}
