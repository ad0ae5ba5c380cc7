import * as l10n from '@vscode/l10n';
import { type Selector, unpicked } from './selector.js';

/** Every candidate is as likely as any other. */
export const random = {
  name: 'random',
  description: l10n.t('Random order: the baseline.'),
  choice: (_earlier, pool) => l10n.t('a random one of the first {0} attempts', pool),
  pick(view, stream) {
    const rows = unpicked(view);
    return rows[stream.below(rows.length)]!;
  },
} as const satisfies Selector;
