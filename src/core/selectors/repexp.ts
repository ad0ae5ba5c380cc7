import * as l10n from '@vscode/l10n';
import { EllipticalBonus } from '../elliptical-bonus.js';
import { random } from './random.js';
import { type Selector, Untaken } from './selector.js';

/**
 * RepExp as published (arXiv 2510.11686, section 3): the first pick at random, then always the candidate with
 * the largest elliptical bonus. Ties go to the lowest row. It equals greedy MAP inference of a determinantal point process.
 */
export const repexp = {
  name: 'repexp',
  description: l10n.t('The candidate that differs most, in the model’s hidden states, from those picked before.'),
  choice: (earlier, pool) =>
    earlier === 0
      ? random.choice(earlier, pool)
      : l10n.t('the most different from those picked before, of the first {0} attempts', pool),
  begin(candidates, stream) {
    const untaken = new Untaken(candidates.length);
    const bonus = new EllipticalBonus(candidates.map(({ features }) => features));
    let taken = 0;
    return {
      propose: () => (taken === 0 ? untaken.any(stream) : untaken.best((row) => bonus.values[row]!)),
      take(row) {
        untaken.take(row);
        bonus.take(row);
        taken++;
      },
      learn: () => {},
    };
  },
} as const satisfies Selector;
