import * as vscode from 'vscode';
import { survivors } from '../core/exploration.js';
import type { CurrentExploration } from './current-exploration.js';

/** What ticks off a step of the walkthrough, where no command or setting by itself says that it is done. */
export type Milestone = 'modelChosen' | 'deviceChecked' | 'verifiersConfigured' | 'survivorFound';

/** Tells VS Code, which keeps it; package.json names these keys. */
export function reached(milestone: Milestone): void {
  void vscode.commands.executeCommand('setContext', `exploreSolutions.${milestone}`, true);
}

/** Opens the four steps in which a newcomer meets the extension. */
export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    'explore-solutions.explore-solutions#start',
    false,
  );
}

/** Ticks off the last step when an exploration has found something. */
export function followSurvivors(current: CurrentExploration): vscode.Disposable {
  return current.onDidChangeRecords(() => {
    const { shown } = current;
    if (shown.kind === 'exploration' && survivors(shown.state).length > 0) reached('survivorFound');
  });
}
