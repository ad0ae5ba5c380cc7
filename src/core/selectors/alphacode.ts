import * as l10n from '@vscode/l10n';
import { mostFrequentFirst } from './most-frequent.js';
import { nextInTurn } from './selections.js';
import type { CandidateTraits, Selector } from './selector.js';
import { Untaken } from './untaken.js';

/**
 * AlphaCode's order (Li et al. 2022): candidates that behave alike are a group, and one of a group is taken at a time, in each
 * turn the groups of the most attempts first, in each group the most frequent candidate. Of whose behaviour nothing is
 * known, each is a group of its own.
 */
export const alphacode = {
  name: 'alphacode',
  description: l10n.t('One of each group of candidates that behave alike in turn, the largest group first.'),
  choice: (_earlier, pool) => l10n.t('one of those that behave alike, of the first {0} attempts', pool),
  begin(candidates) {
    const untaken = new Untaken(candidates.length);
    const groups = groupsOf(candidates);
    return {
      propose: () => nextInTurn(groups, untaken),
      take: (row) => untaken.take(row),
      learn: () => {},
    };
  },
} as const satisfies Selector;

function groupsOf(candidates: readonly CandidateTraits[]): (readonly number[])[] {
  const groups = new Map<string | number, number[]>();
  for (const row of mostFrequentFirst(candidates)) {
    const key = candidates[row]!.behaviour ?? row;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const attemptsOf = (group: readonly number[]) => group.reduce((sum, row) => sum + candidates[row]!.attempts, 0);
  // A stable sort: among equals, the group of the more frequent candidate stays first.
  return [...groups.values()].sort((a, b) => attemptsOf(b) - attemptsOf(a));
}
