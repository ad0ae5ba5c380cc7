import { open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import lockfile from 'proper-lockfile';
import * as z from 'zod';
import { TrainingChangedError, TrainingFolderError, TrainingInUseError } from './errors.js';
import { type TrainingEvent, trainingEvent } from './events.js';
import type { TrainingPlan } from './plan.js';

/** What a training is about: with other things than these it would be another one. Steps may become more. */
export interface TrainingSubject {
  readonly plan: Omit<TrainingPlan, 'steps'>;
  /** SHA-256 of the model's file. */
  readonly model: string;
  /** The problems' ids, in their order. */
  readonly training: readonly string[];
  readonly leftOut: readonly string[];
}

const header = z.object({
  format: z.literal('explore-solutions-training'),
  version: z.literal(1),
  subject: z.object({ plan: z.unknown(), model: z.unknown(), training: z.unknown(), leftOut: z.unknown() }),
});

/** Milliseconds after which a lock that nobody renews is free: whoever had it died. */
const STALE = 3_000;

/**
 * What a training did, as JSON lines on the disk: a header, then an event a line. Until it is closed, no other program trains in
 * its folder.
 */
export class Journal {
  private constructor(
    private readonly file: string,
    private lines: readonly string[],
    private readonly release: () => Promise<void>,
  ) {}

  /**
   * Begins one, or goes on with the one that is there.
   *
   * @param folder which is there
   * @throws TrainingInUseError, TrainingChangedError, TrainingFolderError
   */
  static async open(folder: string, subject: TrainingSubject): Promise<Journal> {
    // So that a program that died a moment ago keeps nobody waiting for longer than that.
    const retries = { retries: 2 + STALE / 1000, factor: 1, minTimeout: 1000 };
    const release = await lockfile.lock(folder, { stale: STALE, retries }).catch((cause: Error & { code?: string }) => {
      throw cause.code === 'ELOCKED' ? new TrainingInUseError(folder, { cause }) : cause;
    });
    try {
      const file = path.join(folder, 'journal.jsonl');
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      // What a crash left of a line is none.
      const [first, ...events] = text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .slice(0, -1);
      if (first !== undefined) compare(folder, first, subject);
      const begun = JSON.stringify({ format: 'explore-solutions-training', version: 1, subject });
      return new Journal(file, [first ?? begun, ...events], release);
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Its events up to the first one that `isPast` does not hold of; the others are forgotten. */
  async keep(isPast: (event: TrainingEvent) => boolean): Promise<TrainingEvent[]> {
    const [first, ...others] = this.lines;
    const events = others.map((line) => this.parse(line));
    const end = events.findIndex((event) => !isPast(event));
    const kept = end === -1 ? events : events.slice(0, end);
    this.lines = [first!, ...others.slice(0, kept.length)];
    await writeFile(this.file, `${this.lines.join('\n')}\n`, { flush: true });
    return kept;
  }

  /** On the disk when it returns. */
  async append(event: TrainingEvent): Promise<void> {
    const handle = await open(this.file, 'a');
    try {
      await handle.writeFile(`${JSON.stringify(event)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  close(): Promise<void> {
    return this.release();
  }

  private parse(line: string): TrainingEvent {
    try {
      return trainingEvent.parse(JSON.parse(line));
    } catch (cause) {
      throw new TrainingFolderError(path.dirname(this.file), { cause });
    }
  }
}

function compare(folder: string, line: string, subject: TrainingSubject): void {
  const found = parsed(line);
  if (!found) throw new TrainingFolderError(folder);
  const isAsBefore = (key: keyof TrainingSubject) =>
    isDeepStrictEqual(found.subject[key], JSON.parse(JSON.stringify(subject[key])));
  if (!isAsBefore('plan')) throw new TrainingChangedError(folder, 'plan');
  if (!isAsBefore('model')) throw new TrainingChangedError(folder, 'model');
  if (!(isAsBefore('training') && isAsBefore('leftOut'))) throw new TrainingChangedError(folder, 'problems');
}

function parsed(line: string): z.infer<typeof header> | null {
  try {
    return header.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
