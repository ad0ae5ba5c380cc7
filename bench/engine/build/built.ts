import * as z from 'zod';

const reached = z.object({
  /** From the start on. */
  seconds: z.number(),
  /** The most resident memory in bytes, that of Node itself included; null where the system does not tell. */
  peak: z.number().nullable(),
});

/** What building a model's graph took, in a process of its own. */
export const built = z.object({
  modelName: z.string(),
  /** When the graph was written. */
  written: reached,
  /** When it had been loaded and compared with the file's own weights, too. */
  checked: reached,
});
export type Built = z.infer<typeof built>;
