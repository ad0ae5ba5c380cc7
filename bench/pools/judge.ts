import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Attempt, applyEdits, editedLength, type Problem, type Verdict } from '../../src/core/domain.js';
import { rewardOf } from '../../src/core/selectors/reward.js';
import { inputsFor } from '../../src/explore/probe-inputs.js';
import { interpret } from '../../src/problem/interpret.js';
import { describeLanguage } from '../../src/problem/languages.js';
import type { CodeParser } from '../../src/problem/parser.js';
import { problemInFile } from '../../src/standalone/problem-in-file.js';
import { readVerifiers, type VerifiersInOrder, verifiersFor } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import { type Probe, probeOf, readAnswers } from '../../src/verify/probe.js';
import { openVerification, type Verification } from '../../src/verify/verification.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import { writeWorkspace } from '../selection/problems/workspace.js';
import { problemOf, type Question, questionsOf } from './questions.js';

/** A candidate of a pool and what the verifiers said of it. */
export interface JudgedCandidate {
  /** The attempts that said it, ascending. */
  readonly attempts: readonly number[];
  /** Characters that it writes. */
  readonly length: number;
  readonly outcome: Verdict['outcome'];
  /** What a selector learns: see `rewardOf`. */
  readonly reward: number;
  /** Equal for those that answer further inputs alike; null where none could be asked. */
  readonly behaviour: string | null;
  readonly seconds: number;
}

/** One problem's candidates; attempts that are in none could not be used. */
export interface JudgedPool {
  readonly format: 1;
  readonly problem: string;
  readonly candidates: readonly JudgedCandidate[];
}

/** What is judged of an attempt. */
type Said = Pick<Attempt, 'index' | 'text'>;

/** How attempts of a pool are judged that is more than answers to the problem as it is. */
export interface JudgeOptions {
  /** By an attempt's index; the problem as it is where left out. */
  readonly asked?: (index: number) => Question;
  /** Candidates whose verdicts are known, by the attempts that say them: these are not verified again. */
  readonly known?: readonly JudgedCandidate[];
}

const never = new AbortController().signal;

/** Verifies every candidate of a pool, as an exploration would. */
export async function judgePool(
  bench: BenchProblem,
  attempts: readonly Said[],
  parser: CodeParser,
  { asked = questionsOf(problemOf(bench, parser), plainly, null, parser), known = [] }: JudgeOptions = {},
): Promise<JudgedPool> {
  return verifying(bench, parser, async ({ problem, verifiers, verification }) => {
    const probe = await probeFor(problem, { verifiers, parser });
    const judged = candidatesOf(attempts, asked, parser).map((candidate) => {
      const before = known.find((each) => each.attempts.includes(candidate.attempts[0]!));
      return before ? { ...before, attempts: candidate.attempts } : judge(problem.file, candidate, verification, probe);
    });
    return { format: 1, problem: bench.id, candidates: await Promise.all(judged) };
  });
}

const plainly = { attempts: 1, hints: [''] };

/** A problem in a workspace of its own, ready to be verified. */
interface Bench {
  readonly problem: Problem;
  readonly verifiers: VerifiersInOrder;
  readonly verification: Verification;
}

/** Does something with a problem's verifiers; the workspace is there as long as that takes. */
export async function verifying<T>(
  bench: BenchProblem,
  parser: CodeParser,
  work: (on: Bench) => Promise<T>,
): Promise<T> {
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'pool-'));
  try {
    const problem = await problemInFile(writeWorkspace(bench, workspace), workspace, parser);
    const verifiers = verifiersFor((await readVerifiers(workspace)).verifiers, problem);
    const verification = await openVerification({
      workspace,
      verifiers,
      cores: new Cores(),
      sandbox: 'auto',
      isTrusted: () => true,
    });
    try {
      return await work({ problem, verifiers, verification });
    } finally {
      await verification.close();
    }
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

/** The whole file that some attempts say. */
interface PoolCandidate {
  readonly text: string;
  readonly length: number;
  readonly attempts: number[];
}

/** Attempts may be asked to mend different texts, so that what they say is the same where the whole files are. */
function candidatesOf(
  attempts: readonly Said[],
  asked: (index: number) => Question,
  parser: CodeParser,
): PoolCandidate[] {
  const byKey = new Map<string, PoolCandidate>();
  for (const { index, text } of attempts) {
    const { problem, prompt } = asked(index);
    const made = interpret(problem, prompt, text, parser);
    if (made.kind === 'unusable') continue;
    const file = applyEdits(problem.source, made.edits);
    const key = keyOf(file, problem.language, parser);
    const known = byKey.get(key);
    if (known) known.attempts.push(index);
    else byKey.set(key, { text: file, length: editedLength(made.edits), attempts: [index] });
  }
  return [...byKey.values()];
}

/** Equal for files that differ only in white space and comments. */
function keyOf(text: string, language: string, parser: CodeParser): string {
  const { grammar } = describeLanguage(language);
  if (!grammar) return text;
  const { tokens } = parser.tokensIn(grammar, text, [{ start: 0, end: text.length }]);
  return tokens.map((token) => token.text).join(' ');
}

async function judge(
  file: string,
  { text, length, attempts }: PoolCandidate,
  verification: Verification,
  probe: Probe | null,
): Promise<JudgedCandidate> {
  const candidate = { file, text };
  const verdict = await verification.verify(candidate, never);
  return {
    attempts,
    length,
    outcome: verdict.outcome,
    reward: rewardOf(verdict),
    behaviour: probe && hashOf(readAnswers(probe, await verification.observe(candidate, probe, never))),
    seconds: Math.round(1000 * verdict.seconds) / 1000,
  };
}

async function probeFor(problem: Problem, means: Parameters<typeof inputsFor>[1]): Promise<Probe | null> {
  const found = await inputsFor(problem, means);
  if (found.kind === 'none') return null;
  return probeOf({ file: problem.file, name: found.name, inputs: found.inputs }, problem);
}

function hashOf(answers: unknown): string {
  return createHash('sha256').update(JSON.stringify(answers)).digest('hex').slice(0, 12);
}
