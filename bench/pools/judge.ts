import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  type Attempt,
  applyEdits,
  editedLength,
  type Problem,
  type TextEdit,
  type Verdict,
} from '../../src/core/domain.js';
import { rewardOf } from '../../src/core/selectors/reward.js';
import { inputsFor } from '../../src/explore/probe-inputs.js';
import { interpret } from '../../src/problem/interpret.js';
import type { CodeParser } from '../../src/problem/parser.js';
import { buildPrompt } from '../../src/problem/prompt.js';
import { problemInFile } from '../../src/standalone/problem-in-file.js';
import { readVerifiers, verifiersFor } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import { type Probe, probeOf, readAnswers } from '../../src/verify/probe.js';
import { openVerification, type Verification } from '../../src/verify/verification.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import { writeWorkspace } from '../selection/problems/workspace.js';

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

const never = new AbortController().signal;

/** Verifies every candidate of a pool, as an exploration would. */
export async function judgePool(
  bench: BenchProblem,
  attempts: readonly Said[],
  parser: CodeParser,
): Promise<JudgedPool> {
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
      const probe = await probeFor(problem, { verifiers, parser });
      const candidates = candidatesOf(problem, attempts, parser);
      const judged = candidates.map((candidate) => judge(problem, candidate, verification, probe));
      return { format: 1, problem: bench.id, candidates: await Promise.all(judged) };
    } finally {
      await verification.close();
    }
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

interface PoolCandidate {
  readonly edits: readonly TextEdit[];
  readonly attempts: number[];
}

function candidatesOf(problem: Problem, attempts: readonly Said[], parser: CodeParser): PoolCandidate[] {
  const prompt = buildPrompt(problem, parser);
  const byKey = new Map<string, PoolCandidate>();
  for (const { index, text } of attempts) {
    const made = interpret(problem, prompt, text, parser);
    if (made.kind === 'unusable') continue;
    const known = byKey.get(made.key);
    if (known) known.attempts.push(index);
    else byKey.set(made.key, { edits: made.edits, attempts: [index] });
  }
  return [...byKey.values()];
}

async function judge(
  problem: Problem,
  { edits, attempts }: PoolCandidate,
  verification: Verification,
  probe: Probe | null,
): Promise<JudgedCandidate> {
  const { file, source } = problem;
  const candidate = { file, text: applyEdits(source, edits) };
  const verdict = await verification.verify(candidate, never);
  return {
    attempts,
    length: editedLength(edits),
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
