import * as z from 'zod';
import type { Contract } from './channel.js';

/** The boundary between the extension and its panel: what the panel draws, and what it asks for. */

const line = z.object({
  kind: z.enum(['same', 'removed', 'added', 'gap']),
  text: z.string(),
});

const failedCheck = z.object({
  name: z.string(),
  message: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
});

const checks = z.object({
  passed: z.int().min(0),
  total: z.int().min(0),
  firstFailure: failedCheck.nullable(),
});

const picked = {
  /** Counts from 1. */
  pick: z.int().min(1),
  /** Why it was picked then: a phrase. */
  why: z.string(),
};

const candidate = z.object({
  id: z.int().min(0),
  /** What a person calls it; the same in the panel and on a diff's tab. */
  name: z.string(),
  status: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('waiting') }),
    z.object({ kind: z.literal('verifying'), ...picked }),
    z.object({
      kind: z.literal('verified'),
      ...picked,
      outcome: z.enum(['pass', 'fail', 'timeout', 'error']),
      verifier: z.string(),
      seconds: z.number(),
      output: z.string(),
      /** What the verifier's report counts; null where it has none. */
      checks: checks.nullable(),
      /** The most memory that was seen in use; null where it cannot be seen. */
      peakMegabytes: z.number().nullable(),
    }),
  ]),
  /** How many attempts said the same; at least one. */
  attempts: z.int().min(1),
  meanLogProbability: z.number(),
  /** What it changes, as lines of a short diff. */
  change: z.array(line),
  /** Lines of the change that are not in `change`, because it is long. */
  moreLines: z.int().min(0),
});

/** Where an attempt lies on the map: on a square of `mapSide` units, its origin at the lower left. */
const mapPoint = z.object({
  /** Its place in the pool, from 0. */
  attempt: z.int().min(0),
  /** The candidate that it is one of; null where no edit could be made of it. */
  candidate: z.int().min(0).nullable(),
  x: z.int().min(0),
  y: z.int().min(0),
});

const phase = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('running'),
    /** What is done before attempts are written, with how far it is (0 to 1); null while they are written. */
    preparing: z
      .object({ what: z.enum(['hash', 'build', 'check', 'load', 'prefill']), fraction: z.number() })
      .nullable(),
    tokensPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ kind: z.literal('ended'), reason: z.enum(['survivors', 'budget', 'exhausted', 'cancelled']) }),
  z.object({ kind: z.literal('failed'), error: z.string(), nextStep: z.string() }),
  /** It was cut off, by a crash or the window's end. */
  z.object({ kind: z.literal('interrupted') }),
]);

const problem = z.object({
  file: z.string(),
  /** The function's name; null where lines were selected. */
  name: z.string().nullable(),
  /** First and last line, counted from 1. */
  from: z.int().min(1),
  to: z.int().min(1),
});

const exploration = z.object({
  kind: z.literal('exploration'),
  id: z.string(),
  problem,
  phase,
  /** null until it is loaded. */
  model: z
    .object({ name: z.string(), device: z.object({ name: z.string(), reason: z.string() }), weights: z.string() })
    .nullable(),
  sandbox: z.string(),
  verifiers: z.array(z.string()),
  selector: z.string(),
  seed: z.int(),
  /** What a person should know of the verifiers before they believe them, as sentences. */
  notes: z.array(z.string()),
  attemptsWanted: z.int().min(1),
  survivorsWanted: z.int().min(1),
  attempts: z.int().min(0),
  distinct: z.int().min(0),
  verified: z.int().min(0),
  survivors: z.int().min(0),
  /** Attempts from which no edit could be made, by what was wrong with them, the most frequent first. */
  unusable: z.array(z.object({ reason: z.string(), attempts: z.int().min(1) })),
  /** From the start to the latest event. */
  seconds: z.number(),
  /** Survivors, near misses, those being verified, others that did not pass, and the waiting. */
  candidates: z.array(candidate),
  map: z.array(mapPoint),
  /** Attempts whose verdict is known, and those of them that passed. */
  judgedAttempts: z.int().min(0),
  passedAttempts: z.int().min(0),
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
export type MapPoint = z.infer<typeof mapPoint>;
export type ChecksSnapshot = z.infer<typeof checks>;
export type FailedCheckSnapshot = z.infer<typeof failedCheck>;
export type ChangedLine = z.infer<typeof line>;

/** What the panel answers. */
export const panelContract = {
  /** Draws a snapshot; the answer comes when it is on the screen, so that no more are sent than can be drawn. */
  show: { params: snapshot, progress: z.never(), result: z.null() },
} as const satisfies Contract;

/** Nothing to say, and nothing to answer but that it was done. */
const request = { params: z.null(), progress: z.never(), result: z.null() } as const;

/** Names the exploration too, so that a late click never means a candidate of another one. */
const ofCandidate = {
  params: z.object({ exploration: z.string(), candidate: z.int().min(0) }),
  progress: z.never(),
  result: z.null(),
} as const;

/** What the extension answers; errors are shown by VS Code, not by the panel. */
export const hostContract = {
  /** The panel has loaded and waits for its first snapshot. */
  ready: request,
  explore: request,
  stop: request,
  /** Goes on with an exploration that did not come to its end. */
  resume: { params: z.object({ exploration: z.string() }), progress: z.never(), result: z.null() },
  openDiff: ofCandidate,
  apply: ofCandidate,
  openRecord: request,
  configureVerifiers: request,
  openSettings: request,
  manageTrust: request,
} as const satisfies Contract;

/** The calls a person's click can make. */
export type PanelAction = Exclude<keyof typeof hostContract, 'ready'>;
