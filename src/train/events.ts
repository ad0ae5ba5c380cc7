import * as z from 'zod';

/** What a step did, for curves. */
const stepReport = z.object({
  step: z.int(),
  /** The mean reward of its attempts, and the share that passed. */
  reward: z.number(),
  passed: z.number(),
  /** Different candidates for each attempt. */
  distinct: z.number(),
  /** Groups whose attempts were not all worth the same. */
  taught: z.int(),
  /** Of the bonus within groups, on average; null where no group has any. */
  spread: z.number().nullable(),
  loss: z.number(),
  /** Of the distributions from which tokens were drawn, on average, in nats; null where nothing was taught. */
  entropy: z.number().nullable(),
  gradientNorm: z.number(),
  tokens: z.int(),
  seconds: z.object({
    sample: z.number(),
    verify: z.number(),
    encode: z.number(),
    forward: z.number(),
    backward: z.number(),
  }),
});
export type StepReport = z.infer<typeof stepReport>;

/** What attempts at a problem that was left out came to. */
export const examined = z.object({
  id: z.string(),
  attempts: z.int(),
  passed: z.int(),
  /** Different edits among them. */
  candidates: z.int(),
});
export type Examined = z.infer<typeof examined>;

/** What a training tells of itself, in order; and what its journal holds. */
export const trainingEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), report: stepReport }),
  /** The adapter after so many steps, on the problems that were left out. */
  z.object({ type: z.literal('examined'), step: z.int(), problems: z.array(examined) }),
  /** At the end the best adapter and the plain model, with attempts that chose nothing. */
  z.object({ type: z.literal('compared'), step: z.int(), plain: z.array(examined), adapted: z.array(examined) }),
]);
export type TrainingEvent = z.infer<typeof trainingEvent>;
export type Examination = Extract<TrainingEvent, { type: 'examined' }>;
export type ComparedAdapters = Extract<TrainingEvent, { type: 'compared' }>;
