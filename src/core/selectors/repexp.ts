import * as l10n from '@vscode/l10n';
import { dot } from '../vectors.js';
import { random } from './random.js';
import { type Selector, unpicked } from './selector.js';

/** The paper's regularisation. */
const lambda = 1;

/**
 * The elliptical bonus h_i^T A h_i of every row, with A = (lambda I + sum of h h^T over the picked rows)^-1.
 *
 * Worked out by pivoted Cholesky of I + H H^T / lambda: what remains of a row's diagonal is 1 + its bonus (greedy
 * MAP inference of a determinantal point process; Chen, Zhang and Zhou 2018, arXiv 1709.05135). The k-th pick
 * costs O(N (d + k)) and needs no d x d matrix.
 */
export function ellipticalBonus(features: readonly Float64Array[], picked: readonly number[]): Float64Array {
  const remaining = Float64Array.from(features, (h) => 1 + dot(h, h) / lambda);
  const factors = features.map(() => new Float64Array(picked.length));
  for (const [k, pick] of picked.entries()) {
    const h = features[pick]!;
    const factor = factors[pick]!.slice(0, k);
    const pivot = Math.sqrt(remaining[pick]!);
    for (const [row, own] of factors.entries()) {
      const value = (dot(features[row]!, h) / lambda - dot(factor, own)) / pivot;
      own[k] = value;
      remaining[row]! -= value * value;
    }
  }
  return remaining.map((r) => r - 1);
}

/**
 * RepExp as published (arXiv 2510.11686, section 3): the first pick at random, then always the candidate with
 * the largest elliptical bonus. Ties go to the lowest row.
 */
export const repexp = {
  name: 'repexp',
  description: l10n.t('The candidate that differs most, in the model’s hidden states, from those picked before.'),
  choice: (earlier, pool) =>
    earlier === 0
      ? random.choice(earlier, pool)
      : l10n.t('the most different from those picked before, of the first {0} attempts', pool),
  pick(view, stream) {
    if (view.picked.length === 0) return random.pick(view, stream);
    const bonus = ellipticalBonus(view.features, view.picked);
    return unpicked(view).reduce((best, row) => (bonus[row]! > bonus[best]! ? row : best));
  },
} as const satisfies Selector;
