import * as z from 'zod';
import { graphTargets } from '../model/graph/device.js';
import { readKept, writeKept } from '../model/kept-json.js';

/** Whether weights are kept in the form that is preferred, or in the one that takes the least memory. */
export const weightSize = z.enum(['preferred', 'least']);
export type WeightSize = z.infer<typeof weightSize>;

/** Why a process that was started to try a device gave no answer. */
const helperFailure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-started'), error: z.string() }),
  z.object({ kind: z.literal('threw'), error: z.string() }),
  z.object({ kind: z.literal('silent'), seconds: z.number() }),
  z.object({ kind: z.literal('exited'), exitCode: z.number() }),
  z.object({ kind: z.literal('killed'), signal: z.string() }),
  z.object({ kind: z.literal('senseless') }),
]);
export type HelperFailure = z.infer<typeof helperFailure>;

/** Why a device is not used. */
const shortcoming = z.discriminatedUnion('kind', [
  /** How far off its results were, as `Trial` says it. */
  z.object({ kind: z.literal('other-results'), meanKl: z.number(), stateDistance: z.number() }),
  z.object({ kind: z.literal('not-finite') }),
  z.object({ kind: z.literal('much-slower') }),
  /** What onnxruntime said. */
  z.object({ kind: z.literal('error'), error: z.string() }),
  z.object({ kind: z.literal('driver-errors') }),
  z.object({ kind: z.literal('no-answer'), failure: helperFailure }),
  /** At work, after it had passed its check. */
  z.object({ kind: z.enum(['crashed', 'hung']) }),
]);
export type Shortcoming = z.infer<typeof shortcoming>;

const verdict = z.discriminatedUnion('outcome', [
  z.object({
    /** Whether the device, which gave the CPU's results, gave them sooner. */
    outcome: z.enum(['trusted', 'slower']),
    /** The graph with which it did. */
    target: z.enum(graphTargets),
    /** How its weights were kept. */
    weights: weightSize,
    /** How many times as fast as the CPU it was. */
    speed: z.number(),
  }),
  z.object({ outcome: z.literal('failed'), shortcoming }),
]);

/** What was found out about a device, for one model on one machine; `verdict-words.ts` says it to a person. */
export type Verdict = z.infer<typeof verdict>;

const kept = z.object({
  verdict,
  /** Milliseconds since 1970. */
  at: z.number(),
});

/** A driver may have been replaced meanwhile, which not every system tells. */
const validDays = 30;

/** The verdict that this file keeps; undefined where there is none, or it is old. */
export async function readVerdict(file: string): Promise<Verdict | undefined> {
  const found = await readKept(file, kept);
  if (!found || Date.now() - found.at >= validDays * 24 * 3600 * 1000) return undefined;
  return found.verdict;
}

export function writeVerdict(file: string, verdict: Verdict): Promise<void> {
  return writeKept(file, { verdict, at: Date.now() });
}
