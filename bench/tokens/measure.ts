import { defaultPlan } from '../../src/core/defaults.js';
import type { Problem } from '../../src/core/domain.js';
import type { Engine } from '../../src/engine/engine.js';
import type { CodeParser } from '../../src/problem/parser.js';
import { buildPrompt } from '../../src/problem/prompt.js';
import { selectProblem } from '../../src/problem/select.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { type JudgedCandidate, judgePool } from '../pools/judge.js';
import type { PoolAttempt } from '../pools/sample.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import type { Way } from './ways.js';

/** What one way made of one problem. */
export interface Measured {
  readonly problem: string;
  /** In order of their indices, which is the order in which exploration writes them. */
  readonly attempts: readonly PoolAttempt[];
  readonly tokens: number;
  /** Of writing all attempts, without the prompt. */
  readonly seconds: number;
  /** None where the way is timed only. */
  readonly candidates: readonly JudgedCandidate[];
}

/** Attempts of a way that is timed only. */
const timedAttempts = 8;

export async function measure(
  bench: BenchProblem,
  way: Way,
  attempts: number,
  { engine, parser }: { readonly engine: Engine; readonly parser: CodeParser },
): Promise<Measured> {
  const { seed, sampling, maxTokens } = defaultPlan;
  const written: PoolAttempt[] = [];
  const { decodeSeconds, sampledTokens } = await engine.sample(
    {
      prompt: buildPrompt(problemOf(bench, parser), parser),
      indices: indicesBelow(way.timedOnly ? Math.min(attempts, timedAttempts) : attempts),
      sampling,
      seed,
      maxTokens,
      batchSize: way.batchSize,
      ...(way.tokenExploration && { tokenExploration: way.tokenExploration }),
    },
    {
      onProgress: (progress) => {
        if (progress.type !== 'attempt') return;
        const { index, text, meanLogProbability, finishReason, tokens } = progress.attempt;
        written.push({ index, text, meanLogProbability, finishReason, tokens: tokens.length });
      },
    },
  );
  written.sort((a, b) => a.index - b.index);
  const judged = way.timedOnly ? undefined : await judgePool(bench, written, parser);
  return {
    problem: bench.id,
    attempts: written,
    tokens: sampledTokens,
    seconds: decodeSeconds,
    candidates: judged?.candidates ?? [],
  };
}

function problemOf({ file, language, files, line }: BenchProblem, parser: CodeParser): Problem {
  const place = { workspace: '/', file, language, source: files[file]! };
  return selectProblem({ ...place, selection: { kind: 'line', line } }, parser);
}
