import * as z from 'zod';
import { graphTargets } from '../model/graph/device.js';
import { readKept, writeKept } from '../model/kept-json.js';

/** Whether weights are kept in the form that is preferred, or in the one that takes the least memory. */
export const weightSize = z.enum(['preferred', 'least']);
export type WeightSize = z.infer<typeof weightSize>;

const verdict = z.discriminatedUnion('outcome', [
  z.object({
    /** Whether the device, which gave the CPU's results, gave them sooner. */
    outcome: z.enum(['trusted', 'slower']),
    /** The graph with which it did. */
    target: z.enum(graphTargets),
    /** How its weights were kept. */
    weights: weightSize,
    /** For a person: a sentence. */
    reason: z.string(),
  }),
  z.object({ outcome: z.literal('failed'), reason: z.string() }),
]);

/** What was found out about a device, for one model on one machine. */
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
