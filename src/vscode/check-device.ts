import * as l10n from '@vscode/l10n';
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
      title: l10n.t('Explore Solutions: checking the device'),
      cancellable: true,
    },
    (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      return current.load(settings, cancel.signal, ({ stage, fraction }) =>
        progress.report({
          message: l10n.t('{0}, {1} %', stageOf({ preparing: { what: stage, fraction } }), Math.round(100 * fraction)),
        }),
      );
    },
  );
  reached('deviceChecked');
  void offer(
    vscode.window.showInformationMessage,
    l10n.t(
      '{0} runs on {1}. {2} Weights: {3}. The next exploration uses this, unless you choose another model or device.',
      name,
      device.name,
      device.reason,
      weights,
    ),
    [
      { title: l10n.t('Choose Model'), command: 'exploreSolutions.chooseModel' },
      { title: l10n.t('Choose Device'), command: 'workbench.action.openSettings', args: ['exploreSolutions.device'] },
    ],
  );
}
