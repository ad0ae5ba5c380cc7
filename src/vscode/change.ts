import { structuredPatch } from 'diff';
import { applyEdits, type TextEdit } from '../core/domain.js';
import type { ChangedLine } from '../protocol/panel.js';

/** Most lines of a change that the panel shows; the rest is in the diff editor. */
const shownLines = 40;
/** Longest line that the panel shows. */
const shownColumns = 400;

export interface Change {
  readonly lines: readonly ChangedLine[];
  readonly more: number;
}

/** What the edits change in `source`, as the lines of a diff with one line around each change. */
export function changeOf(source: string, edits: readonly TextEdit[]): Change {
  const after = applyEdits(source, edits);
  const { hunks } = structuredPatch('', '', source, after, '', '', { context: 1, stripTrailingCr: true });
  const lines = hunks.flatMap((hunk, index) => [
    ...(index > 0 ? [{ kind: 'gap', text: '⋯' } as const] : []),
    ...hunk.lines.flatMap(changedLine),
  ]);
  return { lines: lines.slice(0, shownLines), more: Math.max(0, lines.length - shownLines) };
}

const kinds = { ' ': 'same', '-': 'removed', '+': 'added' } as const;

function changedLine(line: string): ChangedLine[] {
  const kind = kinds[line.charAt(0) as keyof typeof kinds];
  // What remains is the remark that a file does not end with a line break.
  if (!kind) return [];
  const text = line.slice(1);
  return [{ kind, text: text.length > shownColumns ? `${text.slice(0, shownColumns)}…` : text }];
}
