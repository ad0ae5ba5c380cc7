import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { tally } from '../core/exploration.js';
import type { CurrentExploration, Shown } from './current-exploration.js';

/** One item that says how the exploration goes; a click shows the panel. */
export function createStatusBarItem(current: CurrentExploration): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('exploreSolutions.status', vscode.StatusBarAlignment.Left);
  item.name = 'Explore Solutions';
  item.command = 'exploreSolutions.panel.focus';
  const update = () => {
    const text = textOf(current.shown, current.paused);
    if (text === null) return item.hide();
    item.text = text;
    item.tooltip = l10n.t('Explore Solutions: show the panel');
    item.show();
  };
  const subscription = current.onDidChange(update);
  return vscode.Disposable.from(item, subscription);
}

function textOf(shown: Shown, paused: boolean): string | null {
  if (shown.kind === 'nothing') return null;
  if (shown.kind === 'starting')
    return paused ? `$(debug-pause) ${l10n.t('Paused')}` : `$(loading~spin) ${l10n.t('Exploring')}`;
  const { attempts, survivors } = tally(shown.state);
  const found = survivors === 1 ? l10n.t('1 survivor') : l10n.t('{0} survivors', survivors);
  const { ending, plan } = shown.state;
  if (!ending && !shown.pace) return `$(debug-pause) ${l10n.t('Exploration interrupted')}`;
  const so =
    plan.attempts === 1
      ? l10n.t('{0}/1 attempt, {1}', attempts, found)
      : l10n.t('{0}/{1} attempts, {2}', attempts, plan.attempts, found);
  if (!ending) return paused ? `$(debug-pause) ${l10n.t('Paused: {0}', so)}` : `$(loading~spin) ${so}`;
  if (ending.reason === 'failed') return `$(warning) ${l10n.t('Exploration failed')}`;
  return `${survivors > 0 ? '$(pass)' : '$(beaker)'} ${found}`;
}
