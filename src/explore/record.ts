import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { ExplainedError, toError } from '../core/errors.js';
import { EventOrderError, type Exploration, type ExplorationEvent, reduce } from '../core/exploration.js';
import { RecordInUseError } from './errors.js';
import { RecordLock } from './record-lock.js';

/** A record could not be read. */
export class RecordError extends ExplainedError {
  readonly nextStep = l10n.t('Choose the .jsonl file of an exploration made by this version.');
}

/**
 * The record of an exploration: JSON lines, one an event, each written before anything shows it. The first line
 * names the format. Until it is closed, no other program writes it.
 */
export class RecordWriter {
  /** @param file open for appending */
  private constructor(
    readonly location: string,
    private readonly file: number,
    private readonly lock: RecordLock,
  ) {}

  /**
   * Creates the file and its folder; an existing file is replaced.
   *
   * @throws RecordInUseError
   */
  static create(location: string): RecordWriter {
    mkdirSync(path.dirname(location), { recursive: true });
    const lock = RecordLock.takeNow(location);
    const file = openSync(location, 'w');
    writeFileSync(file, `${JSON.stringify(header)}\n`);
    return new RecordWriter(location, file, lock);
  }

  /**
   * Goes on behind the last whole line of a record; what a crash left of another is cut off.
   *
   * @param read how many events were read from it, where what follows depends on them
   * @throws RecordInUseError, also where it has others by now
   */
  static async reopen(location: string, read?: number): Promise<RecordWriter> {
    const lock = await RecordLock.take(location);
    try {
      const content = readFileSync(location);
      const whole = content.lastIndexOf('\n') + 1;
      if (read !== undefined && linesIn(content) !== read + 1) throw new RecordInUseError(location);
      const file = openSync(location, 'a');
      ftruncateSync(file, whole);
      return new RecordWriter(location, file, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** @throws RecordInUseError where another program writes it by now */
  append(event: ExplorationEvent): void {
    this.lock.check();
    writeFileSync(this.file, `${JSON.stringify(event, encode)}\n`);
  }

  close(): void {
    closeSync(this.file);
    this.lock.release();
  }
}

/** Those that are whole. */
function linesIn(content: Buffer): number {
  let lines = 0;
  for (let at = content.indexOf(10); at !== -1; at = content.indexOf(10, at + 1)) lines++;
  return lines;
}

const header = { format: 'explore-solutions', version: 2 };

/** Whether a record's first line says that this version can read it. */
export function isHeader(line: string): boolean {
  return line === JSON.stringify(header);
}

/** Representations are written as base64 of little-endian float32. */
function encode(_key: string, value: unknown): unknown {
  if (!(value instanceof Float32Array)) return value;
  return { float32: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
}

function decode(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('float32' in value)) return value;
  return new Float32Array(Uint8Array.from(Buffer.from(String(value.float32), 'base64')).buffer);
}

/** The events of a record. A last line cut off by a crash is left out; any other damage is a `RecordError`. */
export function readEvents(file: string): ExplorationEvent[] {
  const [first, ...lines] = contentsOf(file).split('\n');
  if (first === undefined || !isHeader(first))
    throw new RecordError(l10n.t('{0} is not a record of an exploration.', file));
  const complete = lines.slice(0, -1);
  return complete.map((line, index) => {
    try {
      return JSON.parse(line, decode) as ExplorationEvent;
    } catch (cause) {
      throw new RecordError(l10n.t('{0} is damaged at line {1}.', file, index + 2), { cause });
    }
  });
}

function contentsOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RecordError(l10n.t('{0} could not be read: {1}', file, toError(cause).message), { cause });
  }
}

/**
 * The exploration that a record tells, or null where it holds no event yet.
 *
 * @throws RecordError
 */
export function readExploration(file: string): Exploration | null {
  const events = readEvents(file);
  try {
    return events.reduce<Exploration | null>(reduce, null);
  } catch (cause) {
    if (!(cause instanceof EventOrderError)) throw cause;
    throw new RecordError(l10n.t('{0} is damaged: {1}.', file, cause.message), { cause });
  }
}
