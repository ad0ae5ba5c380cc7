import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { linesOf } from '../core/lines.js';
import { isHeader } from './record.js';

const ending = z.discriminatedUnion('reason', [
  z.object({ reason: z.enum(['survivors', 'budget', 'exhausted', 'cancelled']) }),
  z.object({ reason: z.literal('failed'), error: z.string(), nextStep: z.string() }),
]);

/** What a list says of a record: the exploration in short, or why it tells none. */
export const digestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exploration'),
    /** What a person calls it. */
    title: z.string().nullable(),
    problem: z.object({
      /** Absolute path of the workspace folder. */
      workspace: z.string(),
      file: z.string(),
      /** The function's name; null where lines were selected. */
      name: z.string().nullable(),
      from: z.int(),
      to: z.int(),
    }),
    survivors: z.int(),
    /** null where it was cut off. */
    ending: ending.nullable(),
  }),
  z.object({ kind: z.literal('damaged'), reason: z.string() }),
]);

export type Digest = z.infer<typeof digestSchema>;
export type ExplorationDigest = Extract<Digest, { kind: 'exploration' }>;

const problem = z.object({
  workspace: z.string(),
  file: z.string(),
  name: z.string().optional(),
  source: z.string(),
  range: z.object({ start: z.int(), end: z.int() }),
});

/** The events that a digest is made of, as far as it needs them. */
const telling = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), problem }),
  z.object({ type: z.literal('resumed') }),
  z.object({ type: z.literal('verdict'), candidate: z.int(), verdict: z.object({ outcome: z.string() }) }),
  z.object({ type: z.literal('finished'), ending }),
  z.object({ type: z.literal('renamed'), title: z.string().nullable() }),
]);

const types = new Set<unknown>(telling.options.map(({ shape }) => shape.type.value));

/** Attempts are nearly all of a record, and say nothing that a list shows. */
const attempt = Buffer.from('{"type":"attempt"');

/** Reads a record only as far as a list needs it; damage among the attempts is met when the record is opened. */
export async function digestOf(file: string): Promise<Digest> {
  try {
    const [first = '', ...lines] = tellingLines(await readFile(file));
    if (!isHeader(first)) return damaged(l10n.t('It is not a record of an exploration that this version can read.'));
    return digest(lines);
  } catch (error) {
    return damaged(error instanceof Error && 'code' in error ? error.message : l10n.t('It is damaged.'));
  }
}

/** The lines without the attempts, which are not even decoded. What stands behind the last was cut off by a crash. */
function tellingLines(contents: Buffer): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let end = contents.indexOf('\n'); end !== -1; end = contents.indexOf('\n', start)) {
    const line = contents.subarray(start, end);
    if (!line.subarray(0, attempt.length).equals(attempt)) lines.push(line.toString());
    start = end + 1;
  }
  return lines;
}

/** @throws where a line is no event */
function digest(lines: readonly string[]): Digest {
  const [first, ...others] = lines.map((line) => JSON.parse(line)).filter(({ type }) => types.has(type));
  if (!first) return damaged(l10n.t('It holds no exploration yet.'));
  const started = telling.options[0].parse(first);
  const { workspace, file, name = null } = started.problem;
  const passed = new Set<number>();
  let ended: z.infer<typeof ending> | null = null;
  let title: string | null = null;
  for (const other of others) {
    const event = telling.parse(other);
    if (event.type === 'verdict' && event.verdict.outcome === 'pass') passed.add(event.candidate);
    if (event.type === 'resumed') ended = null;
    if (event.type === 'finished') ended = event.ending;
    if (event.type === 'renamed') title = event.title;
  }
  return {
    kind: 'exploration',
    title,
    problem: { workspace, file, name, ...linesOf(started.problem) },
    survivors: passed.size,
    ending: ended,
  };
}

function damaged(reason: string): Digest {
  return { kind: 'damaged', reason };
}
