import * as z from 'zod';
import { firstFailure } from '../core/checks.js';
import type { Verdict } from '../core/domain.js';
import {
  type Candidate,
  closest,
  type Exploration,
  meanLogProbability,
  survivors,
  tally,
  unusableReasons,
} from '../core/exploration.js';
import { differencesOf, spoken } from './differences.js';
import { notesOf } from './notes.js';
import { patchOf } from './patch.js';

/** What is told of what a verifier wrote, from its end: enough to see why, short enough for a conversation. */
const OUTPUT_CHARACTERS = 1500;

/** How many that did not pass are told of. */
const NEAR_MISSES = 3;

const failedCheckSchema = z.object({
  name: z.string(),
  message: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
});

const verdictSchema = z.object({
  outcome: z.enum(['pass', 'fail', 'timeout', 'error']),
  verifier: z.string().describe('The one that decided: the first that did not pass, or the last.'),
  seconds: z.number(),
  exitCode: z.int().nullable(),
  checks: z.object({ passed: z.int(), total: z.int() }).nullable().describe('null where no report counts them.'),
  firstFailure: failedCheckSchema.nullable(),
  output: z.string().describe('The end of what the verifier wrote.'),
});

const candidateSchema = z.object({
  id: z.int(),
  diff: z.string().describe('Unified, relative to the workspace; git apply takes it.'),
  attempts: z.int().describe('How many attempts said the same.'),
  meanLogProbability: z.number(),
  verdict: verdictSchema,
});

/** What an exploration found, as plain data for other programs; the schema that they are told. */
export const findingsSchema = z.object({
  ending: z
    .enum(['survivors', 'budget', 'exhausted', 'cancelled', 'failed'])
    .describe('Why it ended: enough survivors, or all attempts are used (exhausted), …'),
  workspace: z.string(),
  file: z.string(),
  function: z.string().nullable(),
  model: z.string().nullable(),
  verifiers: z.array(z.string()),
  sandbox: z.string().describe('How the verifiers were confined.'),
  notes: z.array(z.string()).describe('What should be known of the verifiers before they are believed.'),
  attempts: z.int(),
  distinct: z.int().describe('Candidates: attempts with different edits.'),
  verified: z.int(),
  unusable: z.array(z.object({ reason: z.string(), attempts: z.int() })),
  seconds: z.number(),
  survivors: z.array(candidateSchema).describe('Passed every verifier twice; those that most attempts said first.'),
  differences: z
    .array(z.string())
    .describe('How survivors differ in behaviour and form, as sentences; "Survivor 1" is the first one.'),
  nearMisses: z.array(candidateSchema).describe('Where none passed: those with the most checks passed.'),
  record: z.string().describe('The file that tells the whole exploration.'),
});

export type Findings = z.infer<typeof findingsSchema>;
type FoundCandidate = z.infer<typeof candidateSchema>;

/** @param record where it lies */
export function findingsOf(state: Exploration, record: string): Findings {
  const { ending, problem, model, verifiers, sandbox, seconds } = state;
  const { attempts, distinct, verified } = tally(state);
  const found = survivors(state).flatMap((candidate) => judged(state, candidate));
  const survivorName = (candidate: number) => `Survivor ${found.findIndex(({ id }) => id === candidate) + 1}`;
  return {
    ending: ending?.reason ?? 'cancelled',
    workspace: problem.workspace,
    file: problem.file,
    function: problem.name ?? null,
    model: model?.name ?? null,
    verifiers: [...verifiers],
    sandbox,
    notes: [...notesOf(state)],
    attempts,
    distinct,
    verified,
    unusable: unusableReasons(state),
    seconds,
    survivors: found,
    differences: differencesOf(state).map((sentence) => spoken(sentence, survivorName)),
    nearMisses:
      found.length > 0
        ? []
        : closest(state)
            .slice(0, NEAR_MISSES)
            .flatMap((candidate) => judged(state, candidate)),
    record,
  };
}

/** None while its verdict is not known. */
function judged({ problem }: Exploration, candidate: Candidate): FoundCandidate[] {
  const { id, attempts, progress } = candidate;
  if (progress.kind !== 'verified') return [];
  return [
    {
      id,
      diff: `${patchOf(problem, candidate)}\n`,
      attempts: attempts.length,
      meanLogProbability: meanLogProbability(candidate),
      verdict: toldOf(progress.verdict),
    },
  ];
}

function toldOf({ outcome, verifier, seconds, exitCode, checks, output }: Verdict): FoundCandidate['verdict'] {
  return {
    outcome,
    verifier,
    seconds,
    exitCode,
    checks: checks ? { passed: checks.passed, total: checks.total } : null,
    firstFailure: firstFailure(checks),
    output: output.trim().slice(-OUTPUT_CHARACTERS),
  };
}
