import { realpathSync } from 'node:fs';
import { applyEdits } from '../../src/core/domain.js';
import { interpret } from '../../src/problem/interpret.js';
import type { CodeParser } from '../../src/problem/parser.js';
import { buildPrompt } from '../../src/problem/prompt.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import { type JudgedCandidate, type JudgedPool, verifying } from './judge.js';
import type { Evidence } from './questions.js';
import type { PoolDescription } from './sample.js';

/** A problem's pool whose first attempts are a first wave. */
export interface UsualPool {
  readonly description: Pick<PoolDescription, 'attempts'>;
  readonly judged: Pick<JudgedPool, 'candidates'>;
  readonly firstWave: number;
}

/**
 * What a first wave shows a second one. Verdicts that are kept have no output, so the nearest miss is verified once more.
 *
 * @returns null where no second wave is to be drawn: one of the first passes, or none can be used or says why it fails
 */
export async function evidenceOf(
  bench: BenchProblem,
  { description, judged, firstWave }: UsualPool,
  parser: CodeParser,
): Promise<Evidence | null> {
  const nearest = nearestMiss(judged.candidates, firstWave);
  if (!nearest) return null;
  const [first] = nearest.attempts;
  const attempt = description.attempts.find(({ index }) => index === first)!.text;
  return verifying(bench, parser, async ({ problem, verification }) => {
    const made = interpret(problem, buildPrompt(problem, parser), attempt, parser);
    if (made.kind === 'unusable') return null;
    const candidate = { file: problem.file, text: applyEdits(problem.source, made.edits) };
    const { outcome, output } = await verification.verify(candidate, new AbortController().signal);
    const failure = repeatable(output, realpathSync(problem.workspace));
    return outcome === 'pass' || failure.trim() === '' ? null : { firstWave, attempt, failure };
  });
}

/** The candidate of the first wave with the largest reward, the first of equal ones; none where one passes. */
export function nearestMiss(candidates: readonly JudgedCandidate[], firstWave: number): JudgedCandidate | undefined {
  const tried = candidatesBelow(candidates, firstWave);
  if (tried.some(({ outcome }) => outcome === 'pass')) return undefined;
  return tried.sort((a, b) => b.reward - a.reward || a.attempts[0]! - b.attempts[0]!)[0];
}

/** The candidates that the first attempts of a pool say, by those alone. */
export function candidatesBelow(candidates: readonly JudgedCandidate[], count: number): JudgedCandidate[] {
  return candidates
    .map((each) => ({ ...each, attempts: each.attempts.filter((index) => index < count) }))
    .filter(({ attempts }) => attempts.length > 0);
}

/**
 * A verifier's output without what differs each time: where the copy was, and how long tests took.
 *
 * @param workspace its real path, which is the copy's own in a sandbox
 */
export function repeatable(output: string, workspace: string): string {
  return output
    .replaceAll(workspace, '/workspace')
    .replaceAll(scratchCopy, '/workspace')
    .replaceAll(/(?<=\bduration_ms:? )[\d.]+/g, '1');
}

/** Where the copy is without a sandbox. */
const scratchCopy = /(?:\/(?!\/)|[A-Z]:\\)[^\s'"():]*[\\/]explore-solutions-verify-[\w-]+[\\/]\d+[\\/]workspace/g;
