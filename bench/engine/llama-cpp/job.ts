import * as z from 'zod';
import { settings } from './settings.js';

/** What a rival is started for: one case of one model, with its settings. */
export const job = settings.extend({
  model: z.string(),
  attempts: z.int().min(1),
  /** Room for the prompt, and for the tokens of one attempt. */
  promptTokens: z.int().min(1),
  tokens: z.int().min(1),
});
export type Job = z.infer<typeof job>;

/** One run that a rival is asked for. */
export const question = z.object({
  prompt: z.array(z.int()),
  seed: z.int(),
  /** Most tokens of one attempt, at most as many as there is room for. */
  tokens: z.int().min(1),
});
export type Question = z.infer<typeof question>;

/** What a run found. */
export const sampled = z.object({
  /** Drawn over all attempts, end tokens included. */
  tokens: z.int(),
  /** From the prompt to the last token. */
  seconds: z.number(),
});
export type Sampled = z.infer<typeof sampled>;
