import * as z from 'zod';
import { defaultPlan } from '../core/defaults.js';
import type { Plan } from '../core/exploration.js';
import type { JudgesChoice } from '../standalone/judges.js';
import { SeveralJudgesError } from './errors.js';

const filled = z.string().trim().min(1);

/** What a call of explore_solutions says. */
export const exploreInput = z.strictObject({
  file: filled.describe('The file with the problem: an absolute path, or one relative to workspace.'),
  line: z.int().min(1).describe('A line (from 1) of the function to write; with toLine, the first line to replace.'),
  toLine: z.int().min(1).optional().describe('The last line to replace, where not a whole function is meant.'),
  workspace: filled.optional().describe('The folder that verifiers get a copy of; found from the file if left out.'),
  verifiers: z
    .array(filled)
    .optional()
    .describe('Names among the workspace’s exploreSolutions.verifiers (.vscode/settings.json); all if left out.'),
  command: filled.optional().describe('Instead: a shell line to run in a copy of the workspace; exit code 0 passes.'),
  examples: z
    .array(filled)
    .min(1)
    .optional()
    .describe('Instead: what must hold, as "add(1, 2) == 3" or "add(0) raises ValueError" (Python, JS, TS).'),
  attempts: z.int().min(1).max(10_000).default(defaultPlan.attempts).describe('How many the model writes at most.'),
  survivors: z.int().min(1).default(defaultPlan.survivors).describe('Stop when this many candidates passed.'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(defaultPlan.seed)
    .describe('Another seed gives other attempts.'),
  maxTokens: z.int().min(1).default(defaultPlan.maxTokens).describe('The longest attempt.'),
  model: filled.optional().describe('A name from list_models, or a path of a .gguf file; if left out, a small one.'),
});

export type ExploreInput = z.infer<typeof exploreInput>;

/** What the exploration is to be. */
export function planOf({ attempts, survivors, seed, maxTokens }: ExploreInput): Plan {
  return { ...defaultPlan, attempts, survivors, seed, maxTokens };
}

/** @throws SeveralJudgesError */
export function judgesChosen({ verifiers, command, examples }: ExploreInput): JudgesChoice {
  if ([verifiers, command, examples].filter((each) => each !== undefined).length > 1) throw new SeveralJudgesError();
  if (command !== undefined) return { kind: 'command', line: command };
  if (examples !== undefined) return { kind: 'examples', lines: examples };
  return { kind: 'configured', names: verifiers ?? [] };
}
