import * as z from 'zod';

/** What the worker is started for: one batch after one prompt. */
export const job = z.object({
  model: z.object({ kind: z.enum(['embedded', 'larger']), file: z.string() }),
  /** The same model in the export layout. */
  graph: z.string(),
  rows: z.int().min(1),
  promptTokens: z.int().min(1),
  /** Tokens that each row has of its own before the steps that are timed. */
  suffix: z.int().min(1),
  steps: z.int().min(1),
});
export type Job = z.infer<typeof job>;

export const question = z.object({ round: z.int() });

export const found = z.object({
  modelName: z.string(),
  /** As many as the prompt really had. */
  promptTokens: z.int(),
  /** Seconds of each step of ours, and of the export layout: making the inputs and running the graph. */
  ours: z.array(z.number()),
  exported: z.array(z.number()),
  /** Seconds from one step of ours to the next, in which the next tokens are drawn too. */
  whole: z.array(z.number()),
});
export type Found = z.infer<typeof found>;
