import * as l10n from '@vscode/l10n';
import { fixed } from './selections.js';
import type { Selector } from './selector.js';

/** By the characters that a candidate writes. */
export const shortest = {
  name: 'shortest',
  description: l10n.t('The shortest candidate.'),
  choice: (_earlier, pool) => l10n.t('the shortest of the first {0} attempts', pool),
  begin: (candidates) =>
    fixed([...candidates.keys()].sort((a, b) => candidates[a]!.length - candidates[b]!.length || a - b)),
} as const satisfies Selector;
