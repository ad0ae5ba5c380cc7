import type { Problem, Prompt } from '../../src/core/domain.js';
import { interpret } from '../../src/problem/interpret.js';
import type { CodeParser } from '../../src/problem/parser.js';
import { buildPrompt } from '../../src/problem/prompt.js';
import { selectProblem } from '../../src/problem/select.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import type { PoolPlan } from './plans.js';
import { withCandidate } from './with-candidate.js';

/** What an attempt is asked; what it says is read as an answer to that. */
export interface Question {
  readonly problem: Problem;
  readonly prompt: Prompt;
}

/** What the model is told of a first wave that failed. */
export interface Evidence {
  /** Attempts of the first wave; those after them are asked to mend. */
  readonly firstWave: number;
  /** What the nearest miss said. */
  readonly attempt: string;
  /** What its verdict showed. */
  readonly failure: string;
}

/** The problem as nobody has tried it yet; no workspace, as nothing is run. */
export function problemOf({ file, language, files, line }: BenchProblem, parser: CodeParser): Problem {
  const place = { workspace: '/', file, language, source: files[file]! };
  return selectProblem({ ...place, selection: { kind: 'line', line } }, parser);
}

/**
 * What each attempt of a pool is asked, by its index.
 *
 * @param evidence null where there is no second wave
 * @throws RangeError where the evidence is of another problem
 */
export function questionsOf(
  problem: Problem,
  { attempts, hints, beginnings = [''] }: Pick<PoolPlan, 'attempts' | 'hints' | 'beginnings'>,
  evidence: Evidence | null,
  parser: CodeParser,
): (index: number) => Question {
  const plain = buildPrompt(problem, parser);
  const asked = hints.flatMap((hint) =>
    beginnings.map((beginning): Question => ({ problem, prompt: begun(withHint(plain, hint), beginning) })),
  );
  const inTurn = Math.max(1, Math.min(8, Math.floor(attempts / asked.length)));
  const first = (index: number) => asked[Math.floor(index / inTurn) % asked.length]!;
  if (!evidence) return first;
  const { firstWave, attempt, failure } = evidence;
  const nearest = interpret(problem, plain, attempt, parser);
  if (nearest.kind === 'unusable') throw new RangeError(`the nearest miss cannot be used: ${nearest.reason}`);
  const mended = withCandidate(problem, nearest.edits, parser);
  const second: Question = { problem: mended, prompt: buildPrompt(mended, parser, { failure }) };
  return (index) => (index < firstWave ? first(index) : second);
}

/** The prompt with a sentence more at the end of what is asked. */
function withHint(prompt: Prompt, hint: string): Prompt {
  if (hint === '') return prompt;
  const last = prompt.messages.length - 1;
  const messages = prompt.messages.map((each, index) =>
    index === last ? { ...each, content: `${each.content}\n\n${hint}` } : each,
  );
  return { ...prompt, messages };
}

/** The prompt with the first line of the function's body begun, where that is a block in braces. */
function begun(prompt: Prompt, beginning: string): Prompt {
  const { answerPrefix } = prompt;
  if (beginning === '' || !answerPrefix.endsWith('{')) return prompt;
  const [indentation] = /^ */.exec(answerPrefix.slice(answerPrefix.lastIndexOf('\n') + 1))!;
  return { ...prompt, answerPrefix: `${answerPrefix}\n${indentation}  ${beginning}` };
}
