import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Candidate, CandidateProgress, Exploration } from '../core/exploration.js';
import { NothingExploredError } from './errors.js';
import { candidateName, inOrder } from './snapshot.js';

const words = {
  pass: l10n.t('passed'),
  fail: l10n.t('failed'),
  timeout: l10n.t('timed out'),
  error: l10n.t('verifier error'),
} as const;

/** Lets the person pick a candidate, survivors first; undefined where none is picked. */
export async function pickCandidate(exploration: Exploration, purpose: string): Promise<Candidate | undefined> {
  return pickOf(inOrder(exploration), purpose);
}

/**
 * Lets the person pick another candidate than this one, survivors first.
 *
 * @throws NothingExploredError where there is none
 */
export async function pickOther(exploration: Exploration, one: Candidate): Promise<Candidate | undefined> {
  const others = inOrder(exploration).filter((each) => each !== one);
  if (others.length === 0) throw new NothingExploredError(l10n.t('There is only {0}.', candidateName(one)));
  return pickOf(others, l10n.t('Compare {0} With', candidateName(one)));
}

async function pickOf(candidates: readonly Candidate[], purpose: string): Promise<Candidate | undefined> {
  const items = candidates.map((candidate) => ({
    label: candidateName(candidate),
    description: describe(candidate),
    candidate,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: `Explore Solutions: ${purpose}` });
  return chosen?.candidate;
}

function describe({ progress, attempts }: Candidate): string {
  return attempts.length === 1
    ? l10n.t('{0}, said by 1 attempt', fared(progress))
    : l10n.t('{0}, said by {1} attempts', fared(progress), attempts.length);
}

function fared(progress: CandidateProgress): string {
  if (progress.kind !== 'verified') return l10n.t('not verified');
  const { outcome, checks } = progress.verdict;
  if (!checks) return words[outcome];
  return checks.total === 1
    ? l10n.t('{0} ({1} of 1 check)', words[outcome], checks.passed)
    : l10n.t('{0} ({1} of {2} checks)', words[outcome], checks.passed, checks.total);
}
