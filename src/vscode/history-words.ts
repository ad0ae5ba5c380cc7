import * as l10n from '@vscode/l10n';
import { before } from '../core/language.js';
import type { HistoryEntry } from '../explore/history.js';
import type { ExplorationDigest } from '../explore/history-entry.js';
import { folderLabel } from './folders.js';

/** How a recorded exploration is put into words, in the tree and where one is picked. */

/** What a person calls it, or what was explored. */
export function labelOf({ digest }: HistoryEntry): string {
  if (digest.kind === 'damaged') return l10n.t('Damaged record');
  const { name, from, to } = digest.problem;
  return digest.title ?? name ?? (from === to ? l10n.t('Line {0}', from) : l10n.t('Lines {0} to {1}', from, to));
}

/** Where, how it ended and when. */
export function descriptionOf({ digest, lastRan }: HistoryEntry, running: boolean, now: number): string {
  const when = ago(lastRan, now);
  return (
    digest.kind === 'damaged' ? [when] : [fileOf(digest), running ? l10n.t('running') : outcomeOf(digest), when]
  ).join(' · ');
}

/** The file, with the folder where there are several. */
export function fileOf({ problem: { workspace, file } }: ExplorationDigest): string {
  const folder = folderLabel(workspace);
  return folder === null ? file : `${folder}/${file}`;
}

/** How it ended. */
export function outcomeOf({ ending, survivors }: ExplorationDigest): string {
  const how = howItEnded(ending);
  if (how === null) return survivorsFound(survivors);
  return survivors === 0 ? how : [how, survivorsFound(survivors)].join(', ');
}

/** Null where it came to its end. */
function howItEnded(ending: ExplorationDigest['ending']): string | null {
  if (ending === null) return l10n.t('interrupted');
  if (ending.reason === 'cancelled') return l10n.t('stopped');
  return ending.reason === 'failed' ? l10n.t('failed') : null;
}

function survivorsFound(survivors: number): string {
  if (survivors === 0) return l10n.t('no survivor');
  return survivors === 1 ? l10n.t('1 survivor') : l10n.t('{0} survivors', survivors);
}

const units = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['week', 604_800],
  ['month', 2_629_800],
  ['year', 31_557_600],
] as const;

/** A time before `now` as a person says it, both in milliseconds. */
export function ago(time: number, now: number): string {
  const seconds = Math.max(0, now - time) / 1000;
  const [unit, length] = units.findLast(([, length]) => seconds >= length) ?? ['now', 0];
  return unit === 'now' ? l10n.t('just now') : before(Math.floor(seconds / length), unit);
}
