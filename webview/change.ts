import * as l10n from '@vscode/l10n';
import type { CandidateDetails } from '../src/protocol/panel.js';
import { element } from './dom.js';

const marks = { same: ' ', removed: '−', added: '+', gap: ' ' } as const;

/** A candidate's change as text. */
export function changeOf(name: string, { change, moreLines }: CandidateDetails): HTMLElement[] {
  const lines = change.map(({ kind, text }) => {
    const mark = element('span', 'mark', marks[kind]);
    return element('span', `changed ${kind}`, mark, `${text}\n`);
  });
  const code = element('pre', 'change', ...lines);
  code.tabIndex = 0;
  code.setAttribute('role', 'region');
  code.setAttribute('aria-label', l10n.t('Change of {0}', name));
  if (moreLines === 0) return [code];
  const more =
    moreLines === 1
      ? l10n.t('1 more line: open the diff to see all.')
      : l10n.t('{0} more lines: open the diff to see all.', moreLines);
  return [code, element('p', 'more', more)];
}
