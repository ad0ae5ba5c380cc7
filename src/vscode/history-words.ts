import type { HistoryEntry } from '../explore/history.js';
import type { ExplorationDigest } from '../explore/history-entry.js';
import { folderLabel } from './folders.js';

/** How a recorded exploration is put into words, in the tree and where one is picked. */

/** What a person calls it, or what was explored. */
export function labelOf({ digest }: HistoryEntry): string {
  if (digest.kind === 'damaged') return 'Damaged record';
  const { name, from, to } = digest.problem;
  return digest.title ?? name ?? (from === to ? `Line ${from}` : `Lines ${from} to ${to}`);
}

/** Where, how it ended and when. */
export function descriptionOf({ digest, lastRan }: HistoryEntry, running: boolean, now: number): string {
  const when = ago(lastRan, now);
  return (digest.kind === 'damaged' ? [when] : [fileOf(digest), running ? 'running' : outcomeOf(digest), when]).join(
    ' · ',
  );
}

/** The file, with the folder where there are several. */
export function fileOf({ problem: { workspace, file } }: ExplorationDigest): string {
  const folder = folderLabel(workspace);
  return folder === null ? file : `${folder}/${file}`;
}

/** How it ended. */
export function outcomeOf({ ending, survivors }: ExplorationDigest): string {
  const found = survivors === 0 ? 'no survivor' : survivors === 1 ? '1 survivor' : `${survivors} survivors`;
  const cut = { cancelled: 'stopped', failed: 'failed' } as const;
  const word = ending === null ? 'interrupted' : ending.reason in cut ? cut[ending.reason as keyof typeof cut] : null;
  if (word === null) return found;
  return survivors === 0 ? word : `${word}, ${found}`;
}

const units = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['week', 604_800],
  ['month', 2_629_800],
  ['year', 31_557_600],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** A time before `now` as a person says it, both in milliseconds. */
export function ago(time: number, now: number): string {
  const seconds = Math.max(0, now - time) / 1000;
  const [unit, length] = units.findLast(([, length]) => seconds >= length) ?? ['now', 0];
  return unit === 'now' ? 'just now' : relative.format(-Math.floor(seconds / length), unit);
}
