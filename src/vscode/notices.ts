import * as vscode from 'vscode';
import { CancelledError, ExplainedError, toError } from '../core/errors.js';
import {
  ConfigurationError,
  type ConfigurationProblem,
  NoVerifierError,
  WorkspaceNotTrustedError,
} from '../verify/errors.js';
import { SettingError } from './errors.js';

interface Remedy {
  readonly title: string;
  readonly command: string;
}

const configureVerifiers: Remedy = { title: 'Configure Verifiers', command: 'exploreSolutions.configureVerifiers' };

/** The step that helps, as a button. */
function remedyOf(error: Error): Remedy | null {
  if (error instanceof WorkspaceNotTrustedError) {
    return { title: 'Manage Workspace Trust', command: 'exploreSolutions.manageTrust' };
  }
  if (error instanceof NoVerifierError || error instanceof ConfigurationError) {
    return configureVerifiers;
  }
  if (error instanceof SettingError) {
    return { title: 'Open Settings', command: 'exploreSolutions.openSettings' };
  }
  return null;
}

/** Tells the person what went wrong and what to do about it. */
export async function showError(thrown: unknown): Promise<void> {
  const error = toError(thrown);
  if (error instanceof CancelledError) return;
  const nextStep = error instanceof ExplainedError ? error.nextStep : 'If it happens again, please report it.';
  const remedy = remedyOf(error);
  const chosen = await vscode.window.showErrorMessage(
    `${error.message} ${nextStep}`,
    ...(remedy ? [remedy.title] : []),
  );
  if (remedy && chosen) await vscode.commands.executeCommand(remedy.command);
}

/** Tells which verifiers are left out; the others go on. */
export async function showLeftOut(problems: readonly ConfigurationProblem[]): Promise<void> {
  const named = problems.map(({ place, reason }) => `${place}: ${reason}`).join('\n');
  const chosen = await vscode.window.showWarningMessage(
    `Verifiers that cannot be used are left out. ${named}`,
    configureVerifiers.title,
  );
  if (chosen) await vscode.commands.executeCommand(configureVerifiers.command);
}
