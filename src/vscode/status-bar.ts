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
    item.tooltip = 'Explore Solutions: show the panel';
    item.show();
  };
  const subscription = current.onDidChange(update);
  return vscode.Disposable.from(item, subscription);
}

function textOf(shown: Shown, paused: boolean): string | null {
  if (shown.kind === 'nothing') return null;
  if (shown.kind === 'starting') return paused ? '$(debug-pause) Paused' : '$(loading~spin) Exploring';
  const { attempts, survivors } = tally(shown.state);
  const found = survivors === 1 ? '1 survivor' : `${survivors} survivors`;
  const { ending, plan } = shown.state;
  if (!ending && !shown.pace) return '$(debug-pause) Exploration interrupted';
  const sign = paused ? '$(debug-pause) Paused:' : '$(loading~spin)';
  if (!ending) return `${sign} ${attempts}/${plan.attempts} attempts, ${found}`;
  if (ending.reason === 'failed') return '$(warning) Exploration failed';
  return `${survivors > 0 ? '$(pass)' : '$(beaker)'} ${found}`;
}
