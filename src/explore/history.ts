import { statSync, utimesSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { type Exploration, type ExplorationEvent, reduce } from '../core/exploration.js';
import { readKept, writeKept } from '../model/kept-json.js';
import { isDeleted } from './deleted-folders.js';
import { type Digest, digestOf, digestSchema } from './history-entry.js';
import { RecordError, RecordWriter, readExploration } from './record.js';

/** A recorded exploration. */
export interface HistoryEntry {
  readonly id: string;
  /** When its record was last written, in milliseconds since 1970. */
  readonly lastRan: number;
  readonly bytes: number;
  readonly digest: Digest;
}

/** How much is kept. */
export interface HistoryLimits {
  readonly explorations: number;
  readonly megabytes: number;
}

type RecordFile = Omit<HistoryEntry, 'digest'>;

/** Digests by exploration, each of the record as it was at that size and time. */
const indexSchema = z.record(z.string(), z.object({ bytes: z.number(), lastRan: z.number(), digest: digestSchema }));

type Index = z.infer<typeof indexSchema>;

/** Other files of the folder are not ours to list or to remove. */
const recordName = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.jsonl$/;

/** The explorations that were recorded in a folder, one file each. An index spares reading what has not changed. */
export class History {
  constructor(private readonly folder: string) {}

  /** The record of an exploration, whether or not there is one. */
  recordOf(id: string): string {
    return path.join(this.folder, `${id}.jsonl`);
  }

  /** All of them, the one that ran last first. */
  async list(): Promise<HistoryEntry[]> {
    const files = await this.files();
    const known = (await readKept(this.index, indexSchema)) ?? {};
    const entries: HistoryEntry[] = [];
    for (const file of files) entries.push({ ...file, digest: await this.digest(file, known) });
    if (isStale(known, entries)) {
      const index: Index = Object.fromEntries(entries.map(({ id, ...entry }) => [id, entry]));
      // Without it the list is only slower.
      await writeKept(this.index, index).catch(() => {});
    }
    return entries;
  }

  /**
   * Calls an exploration that does not run this, in its record; nothing but white space takes its name back. When it
   * ran last stays as it is.
   *
   * @throws RecordError, RecordInUseError
   */
  async rename(id: string, title: string): Promise<Exploration> {
    const file = this.recordOf(id);
    const state = readExploration(file);
    if (!state) throw new RecordError(l10n.t('The record holds no exploration yet.'));
    const { seconds } = state;
    const renamed: ExplorationEvent = { type: 'renamed', seconds, title: title.trim().replace(/\s+/g, ' ') || null };
    const { atime, mtime } = statSync(file);
    const record = await RecordWriter.reopen(file);
    try {
      record.append(renamed);
    } finally {
      record.close();
    }
    utimesSync(file, atime, mtime);
    return reduce(state, renamed);
  }

  async remove(id: string): Promise<void> {
    await rm(this.recordOf(id), { force: true });
  }

  /** Removes the oldest until the rest is within the limits; `spared` is never removed, however large it is. */
  async keepWithin({ explorations, megabytes }: HistoryLimits, spared: string): Promise<void> {
    const files = await this.files();
    const first = files.filter(({ id }) => id === spared);
    let bytes = 0;
    let kept = 0;
    for (const { id, bytes: more } of [...first, ...files.filter((file) => !first.includes(file))]) {
      bytes += more;
      kept++;
      if (id !== spared && (kept > explorations || bytes > megabytes * 1_000_000)) await this.remove(id);
    }
  }

  /** Removes those of workspace folders that were deleted. */
  async removeDeleted(): Promise<void> {
    for (const { id, digest } of await this.list()) {
      if (digest.kind === 'exploration' && (await isDeleted(digest.problem.workspace))) await this.remove(id);
    }
  }

  private get index(): string {
    return path.join(this.folder, 'index.json');
  }

  private async files(): Promise<RecordFile[]> {
    const names = await readdir(this.folder).catch(() => []);
    const found = await Promise.all(names.map((name) => this.fileNamed(name)));
    return found.filter((file) => file !== null).sort((a, b) => b.lastRan - a.lastRan || a.id.localeCompare(b.id));
  }

  /** null where it is no record, or went meanwhile. */
  private async fileNamed(name: string): Promise<RecordFile | null> {
    const id = recordName.exec(name)?.[1];
    if (id === undefined) return null;
    const stats = await stat(this.recordOf(id)).catch(() => null);
    return stats?.isFile() ? { id, lastRan: stats.mtimeMs, bytes: stats.size } : null;
  }

  private async digest({ id, bytes, lastRan }: RecordFile, known: Index): Promise<Digest> {
    const before = known[id];
    return before?.bytes === bytes && before.lastRan === lastRan ? before.digest : digestOf(this.recordOf(id));
  }
}

function isStale(known: Index, entries: readonly HistoryEntry[]): boolean {
  return Object.keys(known).length !== entries.length || entries.some(({ id, digest }) => known[id]?.digest !== digest);
}
