import * as vscode from 'vscode';
import { stageOf } from '../explore/progress-line.js';
import type { CurrentExploration } from './current-exploration.js';
import { offer } from './notices.js';
import { readSettings } from './settings.js';
import { reached } from './walkthrough.js';

/**
 * Makes the model ready as the next exploration would, and tells what it runs on, and why.
 *
 * @throws what `readSettings` and `CurrentExploration.load` throw
 */
export async function checkDevice(current: CurrentExploration): Promise<void> {
  const settings = readSettings(vscode.window.activeTextEditor?.document.uri);
  const { name, device, weights } = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Explore Solutions: checking the device',
      cancellable: true,
    },
    (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      return current.load(settings, cancel.signal, ({ stage, fraction }) =>
        progress.report({
          message: `${stageOf({ preparing: { what: stage, fraction } })}, ${Math.round(100 * fraction)} %`,
        }),
      );
    },
  );
  reached('deviceChecked');
  void offer(
    vscode.window.showInformationMessage,
    `${name} runs on ${device.name}. ${device.reason} Weights: ${weights}. The next exploration uses this, unless you choose another model or device.`,
    [
      { title: 'Choose Model', command: 'exploreSolutions.chooseModel' },
      { title: 'Choose Device', command: 'workbench.action.openSettings', args: ['exploreSolutions.device'] },
    ],
  );
}
