import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isResumable } from '../core/exploration.js';
import type { HistoryEntry } from '../explore/history.js';
import type { CurrentExploration } from './current-exploration.js';
import { descriptionOf, fileOf, labelOf } from './history-words.js';
import { inLine } from './plain-text.js';

/** The view with the explorations that were recorded; it is read when it is looked at. */
export function createHistoryView(current: CurrentExploration): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const refresh = () => changed.fire();
  const view = vscode.window.createTreeView<HistoryEntry>('exploreSolutions.history', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (entry) => (entry ? [] : current.history.list()),
      getTreeItem: (entry) => itemOf(entry, current.isRunning(entry.id)),
    },
  });
  return vscode.Disposable.from(
    view,
    changed,
    current.onDidChangeRecords(refresh),
    // Times are told relative to now.
    view.onDidChangeVisibility(({ visible }) => visible && refresh()),
  );
}

function itemOf(entry: HistoryEntry, running: boolean): vscode.TreeItem {
  const { id, digest } = entry;
  const label = inLine(labelOf(entry));
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.description = inLine(descriptionOf(entry, running, Date.now()));
  item.iconPath = iconOf(entry, running);
  item.contextValue = contextOf(entry, running);
  item.accessibilityInformation = { label: `${label}, ${item.description.replaceAll(' · ', ', ')}` };
  item.tooltip = tooltipOf(entry);
  if (digest.kind === 'exploration') {
    item.command = {
      command: 'exploreSolutions.openExploration',
      title: l10n.t('Open Exploration'),
      arguments: [entry],
    };
  }
  return item;
}

/** What the menus of an item ask: package.json has the other half. */
function contextOf({ digest }: HistoryEntry, running: boolean): string {
  if (running) return 'running';
  if (digest.kind === 'damaged') return 'damaged';
  return isResumable(digest) ? 'resumable' : 'ended';
}

function tooltipOf({ digest, lastRan }: HistoryEntry): string {
  const when = new Date(lastRan).toLocaleString(vscode.env.language);
  if (digest.kind === 'damaged') return `${inLine(digest.reason)}\n${when}`;
  const { from, to } = digest.problem;
  const failure = digest.ending?.reason === 'failed' ? `\n${inLine(digest.ending.error)}` : '';
  return `${l10n.t('{0}, lines {1} to {2}', inLine(fileOf(digest)), from, to)}\n${when}${failure}`;
}

function iconOf({ digest }: HistoryEntry, running: boolean): vscode.ThemeIcon {
  if (running) return new vscode.ThemeIcon('loading~spin');
  if (digest.kind === 'damaged') return new vscode.ThemeIcon('warning');
  if (digest.survivors > 0) return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  switch (digest.ending?.reason) {
    case undefined:
      return new vscode.ThemeIcon('debug-pause');
    case 'cancelled':
      return new vscode.ThemeIcon('stop-circle');
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconErrored'));
    default:
      return new vscode.ThemeIcon('circle-slash');
  }
}
