import { type Attempt, applyEdits, type Problem, type Prompt, type Verdict } from '../core/domain.js';
import type { Engine } from '../engine/engine.js';
import { interpret } from '../problem/interpret.js';
import type { CodeParser } from '../problem/parser.js';
import { buildPrompt } from '../problem/prompt.js';
import { indicesBelow } from '../protocol/engine.js';
import type { CandidateFile } from '../verify/verification.js';
import type { TrainingPlan } from './plan.js';
import { worthOf } from './worth.js';

/** A problem whose verifiers teach. */
export interface TrainingProblem {
  readonly id: string;
  readonly problem: Problem;
  verify(candidate: CandidateFile, signal: AbortSignal): Promise<Verdict>;
}

/** A group: attempts at one problem, and what they are worth. */
export interface RolledOut {
  readonly prompt: Prompt;
  readonly attempts: readonly Attempt[];
  /** Of each attempt: 1 where it passed; 0 where nothing could be made of it. */
  readonly rewards: readonly number[];
  /** Different edits among them. */
  readonly candidates: number;
  readonly seconds: { readonly sample: number; readonly verify: number };
}

export interface RollOutMeans {
  readonly engine: Engine;
  readonly parser: CodeParser;
  readonly signal: AbortSignal;
}

/** Draws a group with the adapter that the engine has, and verifies each different candidate once. */
export async function rollOut(
  { problem, verify }: TrainingProblem,
  plan: Pick<TrainingPlan, 'groupSize' | 'sampling' | 'maxTokens' | 'reward'>,
  seed: number,
  { engine, parser, signal }: RollOutMeans,
): Promise<RolledOut> {
  const prompt = buildPrompt(problem, parser);
  const begun = performance.now();
  const attempts: Attempt[] = [];
  const { groupSize, sampling, maxTokens } = plan;
  await engine.sample(
    { prompt, indices: indicesBelow(groupSize), sampling, seed, maxTokens, batchSize: 0 },
    { signal, onProgress: (progress) => void (progress.type === 'attempt' && attempts.push(progress.attempt)) },
  );
  attempts.sort((a, b) => a.index - b.index);
  const drawn = performance.now();
  const verdicts = new Map<string, Promise<Verdict>>();
  const judged = attempts.map(({ text }) => {
    const made = interpret(problem, prompt, text, parser);
    if (made.kind === 'unusable') return null;
    const { key, edits } = made;
    const known = verdicts.get(key);
    if (known) return known;
    const verdict = verify({ file: problem.file, text: applyEdits(problem.source, edits) }, signal);
    verdicts.set(key, verdict);
    return verdict;
  });
  const worth = (verdict: Verdict | null) => (verdict ? worthOf(verdict, plan.reward) : 0);
  const rewards = (await Promise.all(judged)).map(worth);
  const seconds = { sample: (drawn - begun) / 1000, verify: (performance.now() - drawn) / 1000 };
  return { prompt, attempts, rewards, candidates: verdicts.size, seconds };
}
