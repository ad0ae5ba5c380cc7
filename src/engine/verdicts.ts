import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';

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
  try {
    const { at, ...kept } = verdict.parse(JSON.parse(await readFile(file, 'utf8')));
    return Date.now() - at < validDays * 24 * 3600 * 1000 ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the verdict as a whole, whoever else may read or write it. */
export async function writeVerdict(file: string, { outcome, reason }: Verdict): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}`;
  await writeFile(part, JSON.stringify({ outcome, reason, at: Date.now() }));
  await rename(part, file);
}
