import * as l10n from '@vscode/l10n';
import { rounded } from '../core/language.js';
import { arithmeticOf } from '../model/graph/device.js';
import type { HelperFailure, Shortcoming, Verdict } from './verdicts.js';

/** Digits that say something of a measurement. */
const DIGITS = 2;

/** Why a device is used or not, as a sentence. A verdict is kept without it, as the language may be another one later. */
export function reasonOf(verdict: Verdict): string {
  if (verdict.outcome === 'failed') return reasonAgainst(verdict.shortcoming);
  const speed = rounded(verdict.speed, DIGITS);
  if (verdict.outcome === 'slower') {
    return l10n.t("The GPU gives the CPU's results, but was only {0} times as fast when both were compared.", speed);
  }
  return arithmeticOf(verdict.target).floats === 'half'
    ? l10n.t(
        "The GPU gives the CPU's results in half precision, and was {0} times as fast when both were compared.",
        speed,
      )
    : l10n.t("The GPU gives the CPU's results, and was {0} times as fast when both were compared.", speed);
}

function reasonAgainst(shortcoming: Shortcoming): string {
  switch (shortcoming.kind) {
    case 'other-results':
      return l10n.t(
        "The GPU is not used: its results are not the CPU's (KL {0}, representations {1} off).",
        rounded(shortcoming.meanKl, DIGITS),
        rounded(shortcoming.stateDistance, DIGITS),
      );
    case 'not-finite':
      return l10n.t("The GPU is not used: its results are not the CPU's, and not all of them finite numbers.");
    case 'much-slower':
      return l10n.t('The GPU is not used: it is so much slower than the CPU that its check was stopped.');
    case 'error':
      return l10n.t('The GPU is not used: {0}', shortcoming.error.replace(/\.?$/, '.'));
    case 'driver-errors':
      return l10n.t('The GPU is not used: its driver reported errors when it was checked.');
    case 'no-answer':
      return reasonWithoutAnswer(shortcoming.failure);
    case 'crashed':
      return l10n.t('The GPU is not used any more: the process that ran the model on it ended unexpectedly.');
    case 'hung':
      return l10n.t('The GPU is not used any more: the process that ran the model on it did not answer and was ended.');
  }
}

/** Why a device is not used that was tried in a process of its own, which gave no answer. */
export function reasonWithoutAnswer(failure: HelperFailure): string {
  switch (failure.kind) {
    case 'not-started':
      return l10n.t('The GPU is not used: the process to check it could not be started ({0}).', failure.error);
    case 'threw':
      return l10n.t('The GPU is not used: the process that checked it failed ({0}).', failure.error);
    case 'silent':
      return failure.seconds === 1
        ? l10n.t('The GPU is not used: the process that checked it did nothing for 1 second.')
        : l10n.t('The GPU is not used: the process that checked it did nothing for {0} seconds.', failure.seconds);
    case 'exited':
      return l10n.t('The GPU is not used: the process that checked it ended with exit code {0}.', failure.exitCode);
    case 'killed':
      return l10n.t('The GPU is not used: the process that checked it ended with signal {0}.', failure.signal);
    case 'senseless':
      return l10n.t('The GPU is not used: the process that checked it gave no answer that makes sense.');
  }
}
