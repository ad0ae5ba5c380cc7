import * as l10n from '@vscode/l10n';
import type { Problem } from '../core/domain.js';
import {
  type Candidate,
  type Exploration,
  meanLogProbability,
  nearMisses,
  survivors,
  tally,
  unusableReasons,
} from '../core/exploration.js';
import { lineCount, linesOf } from '../core/lines.js';
import { differencesOf } from '../explore/differences.js';
import { notesOf } from '../explore/notes.js';
import type { Pace } from '../explore/pace.js';
import type { CandidateSnapshot, ExplorationSnapshot, MapPoint, ProblemSnapshot } from '../protocol/panel.js';
import { unusableWords } from './unusable-words.js';

/**
 * An exploration as the panel draws it.
 *
 * @param pace null where it does not run
 * @param folder what tells its workspace folder from others; null where there is only one
 * @param map null where nobody looks at it
 */
export function snapshotOf(
  state: Exploration,
  pace: Pace | null,
  folder: string | null = null,
  map: MapPoint[] | null = null,
): ExplorationSnapshot {
  const { attempts, distinct, verified, survivors, judgedAttempts, passedAttempts } = tally(state);
  return {
    kind: 'exploration',
    id: state.id,
    problem: problemSnapshot(state.problem, folder),
    phase: phaseOf(state, pace),
    model: state.model,
    sandbox: state.sandbox,
    verifiers: [...state.verifiers],
    selector: state.plan.selector,
    seed: state.plan.seed,
    notes: [...notesOf(state)],
    attemptsWanted: state.plan.attempts,
    survivorsWanted: state.plan.survivors,
    attempts,
    distinct,
    verified,
    survivors,
    unusable: unusableReasons(state).map(({ reason, attempts }) => ({ reason: unusableWords(reason), attempts })),
    seconds: state.seconds,
    candidates: inOrder(state).map(candidateSnapshot),
    differences: differencesOf(state).map((sentence) =>
      sentence.map((part) =>
        typeof part === 'string' ? part : { ...part, name: candidateName({ id: part.candidate }) },
      ),
    ),
    map,
    judgedAttempts,
    passedAttempts,
  };
}

/** Most characters of a complaint that the panel shows. */
const shownComplaint = 300;

/** A problem as the panel names it. */
export function problemSnapshot(problem: Problem, folder: string | null): ProblemSnapshot {
  const { file, name = null, complaint = null } = problem;
  return {
    file: folder === null ? file : `${folder}/${file}`,
    name,
    complaint: complaint?.slice(0, shownComplaint) ?? null,
    ...linesOf(problem),
  };
}

/** What a person calls a candidate. */
export function candidateName({ id }: Pick<Candidate, 'id'>): string {
  return l10n.t('Candidate {0}', id + 1);
}

/**
 * Survivors first, then those that passed the most checks, then those being verified, then others that did not pass as
 * they were picked, then the waiting.
 */
export function inOrder(state: Exploration): Candidate[] {
  const first = new Set([...survivors(state), ...nearMisses(state)]);
  const others = [...state.candidates.values()].filter((candidate) => !first.has(candidate));
  const rank = { verifying: 0, verified: 1, waiting: 2 } as const;
  const pick = ({ progress, id }: Candidate) => (progress.kind === 'waiting' ? id : progress.pick);
  others.sort((a, b) => rank[a.progress.kind] - rank[b.progress.kind] || pick(a) - pick(b));
  return [...first, ...others];
}

function phaseOf({ ending }: Exploration, pace: Pace | null): ExplorationSnapshot['phase'] {
  if (!ending) return pace ? { kind: 'running', ...pace } : { kind: 'interrupted' };
  if (ending.reason === 'failed') return { kind: 'failed', error: ending.error, nextStep: ending.nextStep };
  return { kind: 'ended', reason: ending.reason };
}

function candidateSnapshot(candidate: Candidate): CandidateSnapshot {
  const { id, edits, attempts, progress } = candidate;
  return {
    id,
    name: candidateName(candidate),
    status: statusOf(progress),
    attempts: attempts.length,
    meanLogProbability: meanLogProbability(candidate),
    lines: edits.reduce((sum, { text }) => sum + lineCount(text), 0),
  };
}

function statusOf(progress: Candidate['progress']): CandidateSnapshot['status'] {
  if (progress.kind === 'waiting') return { kind: 'waiting' };
  const pick = progress.pick + 1;
  if (progress.kind === 'verifying') return { kind: 'verifying', pick };
  const { outcome, seconds, checks, peakMegabytes = null } = progress.verdict;
  return {
    kind: 'verified',
    pick,
    outcome,
    seconds,
    checks: checks ? { passed: checks.passed, total: checks.total } : null,
    peakMegabytes,
  };
}
