import type { Checks, Problem, TextEdit } from '../core/domain.js';
import {
  type Candidate,
  type Exploration,
  meanLogProbability,
  nearMisses,
  survivors,
  tally,
  unusableReasons,
} from '../core/exploration.js';
import { linesOf } from '../core/lines.js';
import { type SelectorName, selectorNamed } from '../core/selectors/index.js';
import { notesOf } from '../explore/notes.js';
import type { Pace } from '../explore/pace.js';
import type { CandidateSnapshot, ChecksSnapshot, ExplorationSnapshot, ProblemSnapshot } from '../protocol/panel.js';
import { type Change, changeOf } from './change.js';
import { mapOf } from './pool-map.js';

/** Most characters of a verifier's output that the panel shows: its end, where results stand. */
const shownOutput = 8000;

/**
 * An exploration as the panel draws it.
 *
 * @param pace null where it does not run
 * @param folder what tells its workspace folder from others; null where there is only one
 */
export function snapshotOf(state: Exploration, pace: Pace | null, folder: string | null = null): ExplorationSnapshot {
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
    unusable: unusableReasons(state),
    seconds: state.seconds,
    candidates: inOrder(state).map((candidate) => candidateSnapshot(state, candidate)),
    map: mapOf(state),
    judgedAttempts,
    passedAttempts,
  };
}

/** A problem as the panel names it. */
export function problemSnapshot(problem: Problem, folder: string | null): ProblemSnapshot {
  const { file, name = null } = problem;
  return { file: folder === null ? file : `${folder}/${file}`, name, ...linesOf(problem) };
}

/** What a person calls a candidate. */
export function candidateName({ id }: Pick<Candidate, 'id'>): string {
  return `Candidate ${id + 1}`;
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

function candidateSnapshot({ problem, plan }: Exploration, candidate: Candidate): CandidateSnapshot {
  const { id, edits, attempts } = candidate;
  const { lines, more } = rememberedChange(problem.source, edits);
  return {
    id,
    name: candidateName(candidate),
    status: statusOf(candidate, plan.selector),
    attempts: attempts.length,
    meanLogProbability: meanLogProbability(candidate),
    change: [...lines],
    moreLines: more,
  };
}

function statusOf({ progress }: Candidate, selector: SelectorName): CandidateSnapshot['status'] {
  if (progress.kind === 'waiting') return { kind: 'waiting' };
  const why = `${selectorNamed(selector).choice(progress.pick)} of the first ${progress.pool} attempts`;
  const picked = { pick: progress.pick + 1, why };
  if (progress.kind === 'verifying') return { kind: 'verifying', ...picked };
  const { outcome, verifier, seconds, output, checks, peakMegabytes = null } = progress.verdict;
  return {
    kind: 'verified',
    ...picked,
    outcome,
    verifier,
    seconds,
    output: output.slice(-shownOutput),
    checks: checks ? checksSnapshot(checks) : null,
    peakMegabytes,
  };
}

function checksSnapshot({ passed, total, failures: [first] }: Checks): ChecksSnapshot {
  if (!first) return { passed, total, firstFailure: null };
  const { name, message = null, expected = null, actual = null } = first;
  return { passed, total, firstFailure: { name, message, expected, actual } };
}

/** Edits never change once they are made, and snapshots are drawn many times a second. */
const changes = new WeakMap<readonly TextEdit[], Change>();

function rememberedChange(source: string, edits: readonly TextEdit[]): Change {
  const known = changes.get(edits);
  if (known) return known;
  const change = changeOf(source, edits);
  changes.set(edits, change);
  return change;
}
