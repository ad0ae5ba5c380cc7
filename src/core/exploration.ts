import * as l10n from '@vscode/l10n';
import type { Comparison } from './comparison.js';
import type { Attempt, Interpretation, Problem, SamplingOptions, TextEdit, Verdict } from './domain.js';
import type { SelectorName } from './selectors/index.js';

/** What was asked of an exploration. */
export interface Plan {
  /** Attempts to draw, N. */
  readonly attempts: number;
  /** Stop when this many candidates passed. */
  readonly survivors: number;
  /** Most candidates to verify; null for no limit. */
  readonly budget: number | null;
  readonly seed: number;
  readonly selector: SelectorName;
  readonly sampling: SamplingOptions;
  /** Most tokens of one attempt. */
  readonly maxTokens: number;
}

/** Why an exploration ended. */
export type Ending =
  | { readonly reason: 'survivors' | 'budget' | 'exhausted' | 'cancelled' }
  | { readonly reason: 'failed'; readonly error: string; readonly nextStep: string };

/** What is known of an exploration when it starts. */
export interface Start {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly problem: Problem;
  readonly plan: Plan;
  /** Their names. */
  readonly verifiers: readonly string[];
  /** SHA-256 of their whole configuration, hexadecimal: verdicts of others cannot stand beside theirs. */
  readonly verifiersHash: string;
  /** Which sandbox is in force, for a person. */
  readonly sandbox: string;
}

/** Everything that happens in an exploration, in order. `seconds` counts the time in which it ran. */
export type ExplorationEvent =
  | (Start & { readonly type: 'started' })
  /** It goes on after it was cut off or had ended; `seconds` are those of the event before, for nothing ran in between. */
  | {
      readonly type: 'resumed';
      readonly seconds: number;
      /** ISO 8601. */
      readonly resumedAt: string;
      /** Which sandbox is in force from now on, for a person. */
      readonly sandbox: string;
      /** What is asked of it from now on, where that is more than before. */
      readonly plan?: Plan;
    }
  | ({ readonly type: 'model'; readonly seconds: number; readonly hash: string } & RunningModel)
  /** What the verifiers said of the problem as it was, and why that may not be about the code: sentences without an end. */
  | {
      readonly type: 'baseline';
      readonly seconds: number;
      readonly verdict: Verdict;
      readonly doubts: readonly string[];
    }
  | {
      readonly type: 'attempt';
      readonly seconds: number;
      readonly attempt: Attempt;
      readonly interpretation: Interpretation;
    }
  /** `candidate` is to be verified; it was chosen among the first `pool` attempts. */
  | { readonly type: 'picked'; readonly seconds: number; readonly candidate: number; readonly pool: number }
  | { readonly type: 'verdict'; readonly seconds: number; readonly candidate: number; readonly verdict: Verdict }
  /** A verifier said different things of the same text. */
  | { readonly type: 'flaky'; readonly seconds: number; readonly verifier: string }
  /** How the survivors differ. */
  | { readonly type: 'compared'; readonly seconds: number; readonly comparison: Comparison }
  | { readonly type: 'finished'; readonly seconds: number; readonly ending: Ending }
  /** A person named it, or took its name back (null); at any time, also after its end. */
  | { readonly type: 'renamed'; readonly seconds: number; readonly title: string | null };

/** How far a candidate has come; `pick` counts from 0, and was made among the first `pool` attempts. */
export type CandidateProgress =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'verifying'; readonly pick: number; readonly pool: number }
  | { readonly kind: 'verified'; readonly pick: number; readonly pool: number; readonly verdict: Verdict };

/** Attempts whose edits are equal. */
export interface Candidate {
  /** The index of the first attempt that arrived with this edit. */
  readonly id: number;
  readonly edits: readonly TextEdit[];
  /** The attempts that said this, as they arrived; at least one. */
  readonly attempts: readonly Attempt[];
  readonly progress: CandidateProgress;
}

/** The model that writes, and what it runs on. */
export interface RunningModel {
  readonly name: string;
  /** What computes, and why that: a sentence. */
  readonly device: { readonly name: string; readonly reason: string };
  /** How its weights are kept. */
  readonly weights: string;
}

/** An exploration as its events tell it. */
export interface Exploration extends Start {
  /** What a person calls it. */
  readonly title: string | null;
  /** null until it is loaded. */
  readonly model: RunningModel | null;
  readonly baseline: Verdict | null;
  /** Why the baseline may not be about the code. */
  readonly doubts: readonly string[];
  /** Names of verifiers that said different things of the same text. */
  readonly flaky: readonly string[];
  /** By edit key, in order of arrival. */
  readonly candidates: ReadonlyMap<string, Candidate>;
  readonly unusable: readonly { readonly attempt: Attempt; readonly reason: string }[];
  /** How the survivors differ; null where there are fewer than two, or it is not known yet. */
  readonly comparison: Comparison | null;
  /** Attempts that were there when it was resumed last; 0 where it never was. */
  readonly attemptsBefore: number;
  /** Seconds that it ran up to the latest event. */
  readonly seconds: number;
  readonly ending: Ending | null;
}

/** Whether it can go on: it was cut off, or stopped before it came to its end. */
export function isResumable({ ending }: Pick<Exploration, 'ending'>): boolean {
  return ending === null || ending.reason === 'cancelled' || ending.reason === 'failed';
}

/** How many attempts an exploration gets at a time, when it is to have more. */
export const moreAttempts = 40;

/**
 * The plan of an exploration that is to have more attempts: that many more than it has, and at least those planned. As
 * many more may be verified, and at least one survivor more than there are is wanted.
 */
export function planWithMore(state: Exploration, more: number): Plan {
  const { plan } = state;
  const { attempts: drawn, survivors } = tally(state);
  return {
    ...plan,
    attempts: Math.max(plan.attempts, drawn + more),
    survivors: Math.max(plan.survivors, survivors + 1),
    budget: plan.budget === null ? null : plan.budget + more,
  };
}

/** A record whose lines do not make an exploration. */
export class EventOrderError extends Error {}

/** The exploration after one more event; the first must be `started`. */
export function reduce(before: Exploration | null, event: ExplorationEvent): Exploration {
  if (event.type === 'started') {
    if (before) throw new EventOrderError(l10n.t('an exploration starts once'));
    const { type, ...started } = event;
    const nothing = {
      title: null,
      model: null,
      baseline: null,
      doubts: [],
      flaky: [],
      candidates: new Map(),
      unusable: [],
      comparison: null,
    };
    return { ...started, ...nothing, attemptsBefore: 0, seconds: 0, ending: null };
  }
  if (!before) throw new EventOrderError(l10n.t('the first event is "{0}", not "started"', event.type));
  const after = { ...before, seconds: event.seconds };
  switch (event.type) {
    case 'resumed':
      if (!isResumable(before) && !event.plan) throw new EventOrderError(l10n.t('it goes on after its end'));
      return {
        ...after,
        sandbox: event.sandbox,
        plan: event.plan ?? before.plan,
        attemptsBefore: tally(before).attempts,
        ending: null,
      };
    case 'model':
      return { ...after, model: { name: event.name, device: event.device, weights: event.weights } };
    case 'baseline':
      return { ...after, baseline: event.verdict, doubts: event.doubts };
    case 'attempt':
      return withAttempt(after, event.attempt, event.interpretation);
    case 'picked':
      return withPick(after, event.candidate, event.pool);
    case 'verdict':
      return withVerdict(after, event.candidate, event.verdict);
    case 'flaky':
      return { ...after, flaky: [...new Set([...before.flaky, event.verifier])] };
    case 'compared':
      return { ...after, comparison: event.comparison };
    case 'finished':
      return { ...after, ending: event.ending };
    case 'renamed':
      return { ...after, title: event.title };
  }
}

function withAttempt(state: Exploration, attempt: Attempt, interpretation: Interpretation): Exploration {
  if (interpretation.kind === 'unusable') {
    return { ...state, unusable: [...state.unusable, { attempt, reason: interpretation.reason }] };
  }
  const { key, edits } = interpretation;
  const known = state.candidates.get(key);
  const candidate: Candidate = known
    ? { ...known, attempts: [...known.attempts, attempt] }
    : { id: attempt.index, edits, attempts: [attempt], progress: { kind: 'waiting' } };
  return { ...state, candidates: new Map(state.candidates).set(key, candidate) };
}

function withPick(state: Exploration, id: number, pool: number): Exploration {
  if (candidateOf(state, id).progress.kind !== 'waiting')
    throw new EventOrderError(l10n.t('candidate {0} is picked twice', id));
  return withProgress(state, id, { kind: 'verifying', pick: picks(state), pool });
}

function withVerdict(state: Exploration, id: number, verdict: Verdict): Exploration {
  const { progress } = candidateOf(state, id);
  if (progress.kind !== 'verifying')
    throw new EventOrderError(l10n.t('candidate {0} is judged, but was not picked', id));
  // One more survivor, and a comparison of those before is not one of all.
  const comparison = verdict.outcome === 'pass' ? null : state.comparison;
  return withProgress({ ...state, comparison }, id, { ...progress, kind: 'verified', verdict });
}

function withProgress(state: Exploration, id: number, progress: CandidateProgress): Exploration {
  const candidate = candidateOf(state, id);
  const replaced = [...state.candidates].map(
    ([key, each]) => [key, each === candidate ? { ...each, progress } : each] as const,
  );
  return { ...state, candidates: new Map(replaced) };
}

/** The candidate of that id; an `EventOrderError` if there is none. */
export function candidateOf(state: Exploration, id: number): Candidate {
  for (const candidate of state.candidates.values()) if (candidate.id === id) return candidate;
  throw new EventOrderError(l10n.t('there is no candidate {0}', id));
}

function picks(state: Exploration): number {
  return [...state.candidates.values()].filter(({ progress }) => progress.kind !== 'waiting').length;
}

/** Whether a candidate passed every verifier. */
export function isSurvivor({ progress }: Candidate): boolean {
  return progress.kind === 'verified' && progress.verdict.outcome === 'pass';
}

/** Candidates that were judged and did not pass; those that passed the most checks by their reports first, then as picked. */
export function closest(state: Exploration): Candidate[] {
  const failed = [...state.candidates.values()].flatMap((candidate) => {
    const { progress } = candidate;
    if (progress.kind !== 'verified' || progress.verdict.outcome === 'pass') return [];
    return [{ candidate, pick: progress.pick, passed: progress.verdict.checks?.passed ?? 0 }];
  });
  return failed.sort((a, b) => b.passed - a.passed || a.pick - b.pick).map(({ candidate }) => candidate);
}

/** Candidates that did not pass, but passed checks; the closest first. */
export function nearMisses(state: Exploration): Candidate[] {
  return closest(state).filter(
    ({ progress }) => progress.kind === 'verified' && (progress.verdict.checks?.passed ?? 0) > 0,
  );
}

/** Candidates that passed; those that most attempts said first. */
export function survivors(state: Exploration): Candidate[] {
  return [...state.candidates.values()]
    .filter(isSurvivor)
    .sort((a, b) => b.attempts.length - a.attempts.length || a.id - b.id);
}

/** The mean over its attempts of their mean natural log-probability. */
export function meanLogProbability({ attempts }: Candidate): number {
  return attempts.reduce((sum, attempt) => sum + attempt.meanLogProbability, 0) / attempts.length;
}

/** Why no edit could be made of some attempts, the most frequent reason first. */
export function unusableReasons({ unusable }: Exploration): { reason: string; attempts: number }[] {
  const counts = new Map<string, number>();
  for (const { reason } of unusable) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, attempts]) => ({ reason, attempts })).sort((a, b) => b.attempts - a.attempts);
}

/** The numbers that a person watches. */
export interface Tally {
  /** Attempts that arrived. */
  readonly attempts: number;
  /** Candidates: attempts with different edits. */
  readonly distinct: number;
  readonly verified: number;
  readonly survivors: number;
  /** Attempts from which no edit could be made. */
  readonly unusable: number;
  /** Seconds that verifiers ran, all candidates together. */
  readonly verifierSeconds: number;
  /** Attempts whose verdict is known; one without a usable edit is known to fail. */
  readonly judgedAttempts: number;
  /** Attempts known to pass. */
  readonly passedAttempts: number;
}

/** Counts an exploration. */
export function tally(state: Exploration): Tally {
  const candidates = [...state.candidates.values()];
  const verified = candidates.filter(({ progress }) => progress.kind === 'verified');
  const passed = candidates.filter(isSurvivor);
  const count = (those: readonly Candidate[]) => those.reduce((sum, { attempts }) => sum + attempts.length, 0);
  return {
    attempts: count(candidates) + state.unusable.length,
    distinct: candidates.length,
    verified: verified.length,
    survivors: passed.length,
    unusable: state.unusable.length,
    verifierSeconds: verified.reduce(
      (sum, { progress }) => sum + (progress.kind === 'verified' ? progress.verdict.seconds : 0),
      0,
    ),
    judgedAttempts: count(verified) + state.unusable.length,
    passedAttempts: count(passed),
  };
}
