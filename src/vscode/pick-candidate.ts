import * as vscode from 'vscode';
import type { Candidate, CandidateProgress, Exploration } from '../core/exploration.js';
import { NothingExploredError } from './errors.js';
import { candidateName, inOrder } from './snapshot.js';

const words = { pass: 'passed', fail: 'failed', timeout: 'timed out', error: 'verifier error' } as const;

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
  if (others.length === 0) throw new NothingExploredError(`There is only ${candidateName(one)}.`);
  return pickOf(others, `Compare ${candidateName(one)} With`);
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
  return `${fared(progress)}, said by ${attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`}`;
}

function fared(progress: CandidateProgress): string {
  if (progress.kind !== 'verified') return 'not verified';
  const { outcome, checks } = progress.verdict;
  return checks ? `${words[outcome]} (${checks.passed} of ${checks.total} checks)` : words[outcome];
}
