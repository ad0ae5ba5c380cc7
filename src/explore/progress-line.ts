import * as l10n from '@vscode/l10n';
import { type Exploration, tally } from '../core/exploration.js';
import type { Pace } from './pace.js';

const stages = {
  hash: l10n.t('reading the model file'),
  build: l10n.t('making the model runnable (once)'),
  check: l10n.t('comparing the GPU with the CPU (once)'),
  load: l10n.t('loading the model'),
  prefill: l10n.t('reading the problem'),
} as const;

/** What the engine is doing. */
export function stageOf({ preparing }: Pick<Pace, 'preparing'>): string {
  return preparing ? stages[preparing.what] : l10n.t('writing and verifying attempts');
}

/** What the engine prepares and how far it is, or how much has been found. */
export function progressLine(state: Exploration, { preparing }: Pick<Pace, 'preparing'>): string {
  if (preparing) return `${stages[preparing.what]} … ${Math.round(100 * preparing.fraction)} %`;
  const { attempts, distinct, verified, survivors } = tally(state);
  return [
    `attempts ${attempts}/${state.plan.attempts}`,
    `distinct ${distinct}`,
    `verified ${verified}`,
    `survivors ${survivors}/${state.plan.survivors}`,
  ].join(' · ');
}
