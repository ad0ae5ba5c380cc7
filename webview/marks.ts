import * as l10n from '@vscode/l10n';
import type { CandidateSnapshot } from '../src/protocol/panel.js';

/** How attempts are drawn on the map: each kind has a shape of its own, so that colour is not needed. */

export type MarkName = 'unusable' | 'waiting' | 'fail' | 'verifying' | 'pass';

interface Mark {
  readonly name: MarkName;
  readonly word: string;
  /** Its path around a point. */
  at(x: number, y: number): string;
}

/** Those that matter most last, because they are drawn over the others. */
export const marks: readonly Mark[] = [
  { name: 'unusable', word: l10n.t('No usable code'), at: (x, y) => `M${x - 8} ${y}h16` },
  { name: 'waiting', word: l10n.t('Not verified'), at: (x, y) => `M${x - 9} ${y}a9 9 0 1 0 18 0a9 9 0 1 0-18 0` },
  { name: 'fail', word: l10n.t('Did not pass'), at: (x, y) => `M${x - 9} ${y - 9}l18 18m0-18l-18 18` },
  { name: 'verifying', word: l10n.t('Being verified'), at: (x, y) => `M${x - 12} ${y - 12}h24v24h-24z` },
  { name: 'pass', word: l10n.t('Survivor'), at: (x, y) => `M${x} ${y - 20}l20 20l-20 20l-20-20z` },
];

/** The mark of a candidate; of an attempt that is none where it is null. */
export function markOf(candidate: Pick<CandidateSnapshot, 'status'> | null, running: boolean): MarkName {
  if (!candidate) return 'unusable';
  const { status } = candidate;
  if (status.kind === 'verified') return status.outcome === 'pass' ? 'pass' : 'fail';
  return status.kind === 'verifying' && running ? 'verifying' : 'waiting';
}
