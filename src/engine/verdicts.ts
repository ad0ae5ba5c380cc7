import * as z from 'zod';
import { readKept, writeKept } from '../model/kept-json.js';

const verdict = z.object({
  /** Whether the device gave the CPU's results, and sooner. */
  outcome: z.enum(['trusted', 'slower', 'failed']),
  /** For a person: a sentence. */
  reason: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
});

/** What was found out about a device, for one model on one machine. */
export type Verdict = Omit<z.infer<typeof verdict>, 'at'>;

/** A driver may have been replaced meanwhile, which not every system tells. */
const validDays = 30;

/** The verdict that this file keeps; undefined where there is none, or it is old. */
export async function readVerdict(file: string): Promise<Verdict | undefined> {
  const kept = await readKept(file, verdict);
  if (!kept || Date.now() - kept.at >= validDays * 24 * 3600 * 1000) return undefined;
  return { outcome: kept.outcome, reason: kept.reason };
}

export function writeVerdict(file: string, { outcome, reason }: Verdict): Promise<void> {
  return writeKept(file, { outcome, reason, at: Date.now() });
}
