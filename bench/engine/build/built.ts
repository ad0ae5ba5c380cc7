import * as z from 'zod';

/** What building a model's graph took, in a process of its own. */
export const built = z.object({
  modelName: z.string(),
  seconds: z.number(),
  /** The most resident memory in bytes, that of Node itself included; null where the system does not tell. */
  peak: z.number().nullable(),
});
export type Built = z.infer<typeof built>;
