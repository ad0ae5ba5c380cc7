import * as z from 'zod';

/** What a language model says when it calls explore_solutions; package.json has the same as JSON Schema. */
export const toolInput = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe('The file with the problem: an absolute path, or one relative to a workspace folder.'),
  line: z.int().min(1).describe('A line (from 1) of the function to write; with toLine, the first line to replace.'),
  toLine: z.int().min(1).optional().describe('The last line to replace, where not a whole function is meant.'),
  examples: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      'What must hold, as "add(1, 2) == 3" or "add(0) raises ValueError" (Python, JavaScript, TypeScript), in the place of the verifiers that the workspace configures.',
    ),
  attempts: z.int().min(1).optional().describe('How many the model writes at most; the setting if left out.'),
  survivors: z.int().min(1).optional().describe('Stop when this many candidates passed; the setting if left out.'),
});

export type ToolInput = z.infer<typeof toolInput>;
