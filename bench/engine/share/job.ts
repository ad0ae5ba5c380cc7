import * as z from 'zod';

/** What the worker is started for. */
export const job = z.object({
  model: z.object({ kind: z.enum(['embedded', 'larger']), file: z.string() }),
  attempts: z.int().min(1),
  /** Most tokens of one attempt. */
  tokens: z.int().min(1),
});
export type Job = z.infer<typeof job>;

export const question = z.object({ round: z.int() });

export const found = z.object({
  modelName: z.string(),
  /** Decoding steps. */
  steps: z.int(),
  /** All of decoding. */
  decodeSeconds: z.number(),
  /** Of it, in `session.run`. */
  runSeconds: z.number(),
  /** Seconds by operator, of another run with onnxruntime's profiler, in which everything takes longer. */
  kernels: z.record(z.string(), z.number()),
});
export type Found = z.infer<typeof found>;
