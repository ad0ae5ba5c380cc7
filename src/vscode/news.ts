import * as l10n from '@vscode/l10n';
import { type Exploration, tally } from '../core/exploration.js';
import type { Shown } from './current-exploration.js';

/**
 * What is worth telling a person who does not see the panel: once that something was found, else once how it ended.
 * Looks at all that is shown, one after another; only what runs makes news.
 */
export class News {
  /** The run that is followed, how many survivors there were before it and at the last look, and whether it was told of. */
  private run: { readonly id: string; readonly before: number; survivors: number; told: boolean } | null = null;

  /** The news, if any; what comes while the panel is seen is none. */
  of(shown: Shown, seen: boolean): string | null {
    if (shown.kind !== 'exploration' || shown.pace === null) {
      if (shown.kind === 'starting') this.run = null;
      return null;
    }
    const { state } = shown;
    const { survivors } = tally(state);
    if (this.run?.id !== state.id) {
      this.run = { id: state.id, before: survivors, survivors, told: false };
    }
    const { run } = this;
    const news = survivors > run.survivors ? found(state) : ended(state, survivors - run.before);
    const isTold = news !== null && !seen && !run.told;
    run.survivors = survivors;
    run.told ||= isTold || state.ending !== null;
    return isTold ? news : null;
  }
}

function found(state: Exploration): string {
  return l10n.t('A candidate for {0} passed.', nameOf(state));
}

/** How it ended, where that is no success and nobody's wish. */
function ended(state: Exploration, foundNow: number): string | null {
  const { ending } = state;
  if (ending?.reason === 'failed') return l10n.t('Exploring {0} failed: {1}', nameOf(state), ending.error);
  if (!ending || ending.reason === 'cancelled' || foundNow > 0) return null;
  return tally(state).survivors > 0
    ? l10n.t('Exploring {0} has ended: no other candidate passed.', nameOf(state))
    : l10n.t('Exploring {0} has ended: no candidate passed.', nameOf(state));
}

function nameOf({ title, problem }: Exploration): string {
  return title ?? problem.name ?? problem.file;
}
