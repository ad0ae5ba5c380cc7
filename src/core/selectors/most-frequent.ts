import * as l10n from '@vscode/l10n';
import { fixed } from './selections.js';
import type { CandidateTraits, Selector } from './selector.js';

/** All rows, those of the most attempts first, of equals the likeliest. */
export function mostFrequentFirst(candidates: readonly CandidateTraits[]): number[] {
  const [attempts, likelihoods] = [
    candidates.map((candidate) => candidate.attempts),
    candidates.map((candidate) => candidate.meanLogProbability),
  ];
  return [...candidates.keys()].sort(
    (a, b) => attempts[b]! - attempts[a]! || likelihoods[b]! - likelihoods[a]! || a - b,
  );
}

export const mostFrequent = {
  name: 'most-frequent',
  description: l10n.t('The candidate that the most attempts said.'),
  choice: (_earlier, pool) => l10n.t('the most frequent of the first {0} attempts', pool),
  begin: (candidates) => fixed(mostFrequentFirst(candidates)),
} as const satisfies Selector;
