import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { CancelledError, ExplainedError, toError } from '../core/errors.js';
import {
  ConfigurationError,
  type ConfigurationProblem,
  NoVerifierError,
  WorkspaceNotTrustedError,
} from '../verify/errors.js';
import { ExamplesUnsupportedError, isExampleLanguage } from '../verify/examples.js';
import { FunctionChangedError, PlaceLostError, SettingError } from './errors.js';
import { inMessage } from './plain-text.js';

interface Remedy {
  readonly title: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}

const configureVerifiers: Remedy = {
  title: l10n.t('Configure Verifiers'),
  command: 'exploreSolutions.configureVerifiers',
};
const typeExamples: Remedy = { title: l10n.t('Type Examples…'), command: 'exploreSolutions.exploreWithExamples' };
const openSideBySide = ({ candidate }: FunctionChangedError | PlaceLostError): Remedy => ({
  title: l10n.t('Open Side by Side'),
  command: 'exploreSolutions.openSideBySide',
  args: [candidate],
});
const replaceAnyway = ({ candidate }: FunctionChangedError): Remedy => ({
  title: l10n.t('Replace Anyway'),
  command: 'exploreSolutions.replaceAnyway',
  args: [candidate],
});

/** The steps that help, as buttons. */
function remediesOf(error: Error): readonly Remedy[] {
  if (error instanceof WorkspaceNotTrustedError) {
    return [{ title: l10n.t('Manage Workspace Trust'), command: 'exploreSolutions.manageTrust' }];
  }
  if (error instanceof NoVerifierError) {
    return isExampleLanguage(error.language) ? [typeExamples, configureVerifiers] : [configureVerifiers];
  }
  if (error instanceof ConfigurationError || error instanceof ExamplesUnsupportedError) return [configureVerifiers];
  if (error instanceof SettingError)
    return [{ title: l10n.t('Open Settings'), command: 'exploreSolutions.openSettings' }];
  if (error instanceof FunctionChangedError) return [openSideBySide(error), replaceAnyway(error)];
  if (error instanceof PlaceLostError) return [openSideBySide(error)];
  return [];
}

/** Tells the person what went wrong and what to do about it. */
export async function showError(thrown: unknown): Promise<void> {
  const error = toError(thrown);
  if (error instanceof CancelledError) return;
  const nextStep = error instanceof ExplainedError ? error.nextStep : l10n.t('If it happens again, please report it.');
  await offer(vscode.window.showErrorMessage, `${error.message} ${nextStep}`, remediesOf(error));
}

/** Tells which verifiers are left out; the others go on. */
export async function showLeftOut(problems: readonly ConfigurationProblem[]): Promise<void> {
  const named = problems.map(({ place, reason }) => `${place}: ${reason}`).join('\n');
  const message = l10n.t('Verifiers that cannot be used are left out. {0}', named);
  await offer(vscode.window.showWarningMessage, message, [configureVerifiers]);
}

/** Tells what happened in the panel while it was hidden. */
export async function showNews(message: string): Promise<void> {
  await offer(vscode.window.showInformationMessage, message, [
    { title: l10n.t('Show'), command: 'exploreSolutions.panel.focus' },
  ]);
}

/** Shows a message with a button for each remedy, and starts the one that is chosen. */
export async function offer(
  show: (message: string, ...titles: string[]) => Thenable<string | undefined>,
  message: string,
  remedies: readonly Remedy[],
): Promise<void> {
  const chosen = await show(inMessage(message), ...remedies.map(({ title }) => title));
  const remedy = remedies.find(({ title }) => title === chosen);
  if (remedy) await vscode.commands.executeCommand(remedy.command, ...(remedy.args ?? []));
}
