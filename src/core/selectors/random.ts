import * as l10n from '@vscode/l10n';
import type { Selector } from './selector.js';
import { Untaken } from './untaken.js';

/** Every candidate is as likely as any other. */
export const random = {
  name: 'random',
  description: l10n.t('Random order: the baseline.'),
  choice: (_earlier, pool) =>
    pool === 1 ? l10n.t('the only attempt so far') : l10n.t('a random one of the first {0} attempts', pool),
  begin(candidates, stream) {
    const untaken = new Untaken(candidates.length);
    return {
      propose: () => untaken.any(stream),
      take: (row) => untaken.take(row),
      learn: () => {},
    };
  },
} as const satisfies Selector;
