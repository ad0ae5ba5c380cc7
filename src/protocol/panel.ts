import * as z from 'zod/mini';
import type { Contract } from './channel.js';

/** The boundary between the extension and its panel: what the panel draws, and what it asks for. */

const failedCheck = z.object({
  name: z.string(),
  message: z.nullable(z.string()),
  expected: z.nullable(z.string()),
  actual: z.nullable(z.string()),
});

const count = z.int().check(z.minimum(0));
/** Counts from 1. */
const ordinal = z.int().check(z.minimum(1));

/** What its line in the list says; the rest is asked for where a person looks at it. */
const candidate = z.object({
  id: count,
  /** What a person calls it; the same in the panel and on a diff's tab. */
  name: z.string(),
  status: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('waiting') }),
    z.object({ kind: z.literal('verifying'), pick: ordinal }),
    z.object({
      kind: z.literal('verified'),
      pick: ordinal,
      outcome: z.enum(['pass', 'fail', 'timeout', 'error']),
      seconds: z.number(),
      /** What the verifier's report counts; null where it has none. */
      checks: z.nullable(z.object({ passed: count, total: count })),
      /** The most memory that was seen in use; null where it cannot be seen. */
      peakMegabytes: z.nullable(z.number()),
    }),
  ]),
  /** How many attempts said the same. */
  attempts: ordinal,
  meanLogProbability: z.number(),
  /** Lines of what it puts into the file. */
  lines: ordinal,
});

const line = z.object({
  kind: z.enum(['same', 'removed', 'added', 'gap']),
  text: z.string(),
});

const details = z.object({
  /** Why it was picked when it was: a phrase; null where it was not. */
  why: z.nullable(z.string()),
  /** What it changes, as lines of a short diff. */
  change: z.array(line),
  /** Lines of the change that are not in `change`, because it is long. */
  moreLines: count,
  /** What decided; null without a verdict. */
  evidence: z.nullable(z.object({ verifier: z.string(), output: z.string(), firstFailure: z.nullable(failedCheck) })),
  /** The candidates whose hidden states are most alike, the nearest first. */
  neighbours: z.array(z.object({ id: count, name: z.string() })),
});

/** Where an attempt lies on the map: on a square of `mapSide` units, its origin at the lower left. */
const mapPoint = z.object({
  /** Its place in the pool, from 0. */
  attempt: count,
  /** The candidate that it is one of; null where no edit could be made of it. */
  candidate: z.nullable(count),
  x: count,
  y: count,
});

/** A sentence in parts: text, and candidates by their names. */
const sentence = z.array(z.union([z.string(), z.object({ candidate: count, name: z.string() })]));

const phase = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('running'),
    paused: z.boolean(),
    /** What is done before attempts are written, with how far it is (0 to 1); null while they are written. */
    preparing: z.nullable(
      z.object({ what: z.enum(['hash', 'build', 'check', 'load', 'prefill']), fraction: z.number() }),
    ),
    tokensPerSecond: z.nullable(z.number()),
    secondsLeft: z.nullable(z.number()),
  }),
  z.object({ kind: z.literal('ended'), reason: z.enum(['survivors', 'budget', 'exhausted', 'cancelled']) }),
  z.object({ kind: z.literal('failed'), error: z.string(), nextStep: z.string() }),
  /** It was cut off, by a crash or the window's end. */
  z.object({ kind: z.literal('interrupted') }),
]);

const problem = z.object({
  file: z.string(),
  /** The function's name; null where lines were selected. */
  name: z.nullable(z.string()),
  /** What an editor says is wrong with it; null where it is not explored for that. */
  complaint: z.nullable(z.string()),
  /** First and last line, counted from 1. */
  from: ordinal,
  to: ordinal,
});

const exploration = z.object({
  kind: z.literal('exploration'),
  id: z.string(),
  problem,
  phase,
  /** null until it is loaded. */
  model: z.nullable(
    z.object({ name: z.string(), device: z.object({ name: z.string(), reason: z.string() }), weights: z.string() }),
  ),
  sandbox: z.string(),
  verifiers: z.array(z.string()),
  selector: z.string(),
  seed: z.int(),
  /** What a person should know of the verifiers before they believe them, as sentences. */
  notes: z.array(z.string()),
  attemptsWanted: ordinal,
  survivorsWanted: ordinal,
  attempts: count,
  distinct: count,
  verified: count,
  survivors: count,
  /** Attempts from which no edit could be made, by what was wrong with them, the most frequent first. */
  unusable: z.array(z.object({ reason: z.string(), attempts: ordinal })),
  /** From the start to the latest event. */
  seconds: z.number(),
  /** Survivors, near misses, those being verified, others that did not pass, and the waiting. */
  candidates: z.array(candidate),
  /** How the survivors differ; empty where there are fewer than two, or it is not known yet. */
  differences: z.array(sentence),
  /** null where nobody looks at it. */
  map: z.nullable(z.array(mapPoint)),
  /** Attempts whose verdict is known, and those of them that passed. */
  judgedAttempts: count,
  passedAttempts: count,
});

/** The side of the square that the map is drawn on. */
export const mapSide = 1000;

const snapshot = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty'), trusted: z.boolean() }),
  /** An exploration is about to start. */
  z.object({ kind: z.literal('starting'), problem }),
  exploration,
]);

/** The whole of what the panel shows at one moment. */
export type Snapshot = z.infer<typeof snapshot>;
export type ProblemSnapshot = z.infer<typeof problem>;
export type ExplorationSnapshot = z.infer<typeof exploration>;
export type CandidateSnapshot = z.infer<typeof candidate>;
export type SentenceSnapshot = z.infer<typeof sentence>;
export type MapPoint = z.infer<typeof mapPoint>;
/** What a person reads of a candidate when they open it. */
export type CandidateDetails = z.infer<typeof details>;
export type FailedCheckSnapshot = z.infer<typeof failedCheck>;
export type ChangedLine = z.infer<typeof line>;

/** What the panel answers. */
export const panelContract = {
  /** Draws a snapshot; the answer comes when it is on the screen, so that no more are sent than can be drawn. */
  show: { params: snapshot, progress: z.never(), result: z.null() },
} as const satisfies Contract;

/** Nothing to say, and nothing to answer but that it was done. */
const request = { params: z.null(), progress: z.never(), result: z.null() } as const;

const ofExploration = { params: z.object({ exploration: z.string() }), progress: z.never(), result: z.null() } as const;

/** Names the exploration too, so that a late click never means a candidate of another one. */
const oneCandidate = z.object({ exploration: z.string(), candidate: count });
const ofCandidate = { params: oneCandidate, progress: z.never(), result: z.null() } as const;

/** What the extension answers; errors are shown by VS Code, not by the panel. */
export const hostContract = {
  /** The panel has loaded and waits for its first snapshot. */
  ready: request,
  explore: request,
  exploreWithExamples: request,
  stop: request,
  pause: request,
  continue: request,
  /** Goes on with an exploration that did not come to its end. */
  resume: ofExploration,
  /** Goes on with more attempts. */
  exploreMore: ofExploration,
  openDiff: ofCandidate,
  /** Beside another one, which the person picks. */
  compare: ofCandidate,
  apply: ofCandidate,
  /** What there is to read of a candidate; null where its exploration is not shown any more. */
  details: { params: oneCandidate, progress: z.never(), result: z.nullable(details) },
  /** The candidates in whose name, code or evidence a text occurs, in any case of letters. */
  find: {
    params: z.object({ exploration: z.string(), text: z.string() }),
    progress: z.never(),
    result: z.array(count),
  },
  /** Whether the map is looked at, and is to be part of the snapshots. */
  showMap: { params: z.object({ shown: z.boolean() }), progress: z.never(), result: z.null() },
  /** Asks the person where to. */
  savePicture: {
    params: z.object({ name: z.enum(['map', 'curve']), svg: z.string() }),
    progress: z.never(),
    result: z.null(),
  },
  openRecord: request,
  configureVerifiers: request,
  openSettings: request,
  manageTrust: request,
} as const satisfies Contract;
