import * as l10n from '@vscode/l10n';
import { decimal } from '../src/core/language.js';
import type { ExplorationSnapshot, ProblemSnapshot } from '../src/protocol/panel.js';

/** How the panel puts numbers into words. */

/** Said by how many attempts. */
export function times(n: number): string {
  return n === 1 ? l10n.t('said once') : n === 2 ? l10n.t('said twice') : l10n.t('said {0} times', n);
}

export function duration(seconds: number): string {
  return seconds < 9.95 ? l10n.t('{0} s', decimal(seconds, 1)) : inWholeSeconds(Math.round(seconds));
}

export function roughDuration(seconds: number): string {
  return inWholeSeconds(Math.ceil(seconds));
}

function inWholeSeconds(seconds: number): string {
  return seconds < 60 ? l10n.t('{0} s', seconds) : l10n.t('{0} min {1} s', Math.floor(seconds / 60), seconds % 60);
}

export function percent(fraction: number): string {
  return l10n.t('{0} %', decimal(100 * fraction, fraction > 0 && fraction < 0.1 ? 1 : 0));
}

export function place({ file, from, to }: ProblemSnapshot): string {
  return from === to ? l10n.t('{0}, line {1}', file, from) : l10n.t('{0}, lines {1} to {2}', file, from, to);
}

/** What was wrong with attempts that had no usable code; empty where all had some. */
export function unusableReasons({ unusable }: ExplorationSnapshot): string {
  return unusable.map(({ reason, attempts }) => `${reason} (${attempts})`).join(', ');
}
