import * as l10n from '@vscode/l10n';
import { fixed } from './selections.js';
import type { Selector } from './selector.js';

/** By mean log-probability a token. */
export const likeliest = {
  name: 'likeliest',
  description: l10n.t('The candidate that the model thinks likeliest.'),
  choice: (_earlier, pool) => l10n.t('the likeliest of the first {0} attempts', pool),
  begin: (candidates) =>
    fixed(
      [...candidates.keys()].sort(
        (a, b) => candidates[b]!.meanLogProbability - candidates[a]!.meanLogProbability || a - b,
      ),
    ),
} as const satisfies Selector;
