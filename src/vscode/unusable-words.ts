import * as l10n from '@vscode/l10n';

/** Records keep what was wrong with an attempt in English, as it is counted by it; a person reads it in their language. */
const words: Readonly<Record<string, string>> = {
  'no code': l10n.t('no code'),
  unchanged: l10n.t('unchanged'),
  'does not parse': l10n.t('does not parse'),
  'cut off': l10n.t('cut off'),
  'function missing': l10n.t('function missing'),
  'still a stub': l10n.t('still a stub'),
};

/** What was wrong with an attempt that has no usable code, for a person. */
export function unusableWords(reason: string): string {
  return words[reason] ?? reason;
}
