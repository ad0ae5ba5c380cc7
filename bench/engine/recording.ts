import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { machine } from '../machine.js';
import type { MeasureOptions } from './measurement.js';

/** What tells a measurement's runs apart, and what each of them found. */
export interface RunFormat<Key extends object, Found extends object> {
  readonly key: z.ZodType<Key>;
  readonly found: z.ZodType<Found>;
}

/** All runs of one measurement, on one machine, as they lie in its results.json. */
export class Recording<Key extends object, Found extends object> {
  private constructor(
    private readonly file: string,
    readonly machine: string,
    private readonly all: (Key & Found)[],
  ) {}

  /** The runs recorded before; null where there are none. */
  static read<Key extends object, Found extends object>(
    resultsFolder: string,
    name: string,
    format: RunFormat<Key, Found>,
  ): Recording<Key, Found> | null {
    const file = fileOf(resultsFolder, name);
    if (!existsSync(file)) return null;
    const whole = z.object({ machine: z.string(), runs: z.array(z.intersection(format.key, format.found)) });
    const { machine, runs } = whole.parse(JSON.parse(readFileSync(file, 'utf8')));
    return runs.length > 0 ? new Recording(file, machine, runs) : null;
  }

  /**
   * To go on with where `resume` says so. Else what is measured now begins anew: of the runs that were made on this
   * machine, those of models that are not measured now stay.
   */
  static open<Key extends object, Found extends object>(
    { resultsFolder, resume, models }: Pick<MeasureOptions, 'resultsFolder' | 'resume' | 'models'>,
    name: string,
    format: RunFormat<Key, Found>,
  ): Recording<Key, Found> {
    const before = Recording.read(resultsFolder, name, format);
    const sameMachine = before?.machine === machine();
    if (before && resume && !sameMachine) {
      throw new Error(`${before.file} is from another machine (${before.machine}): start anew, without --resume.`);
    }
    const measured: readonly unknown[] = models.map(({ kind }) => kind);
    const stays = (run: Key & Found) => resume || ('model' in run && !measured.includes(run.model));
    const kept = before && sameMachine ? before.runs.filter(stays) : [];
    return new Recording<Key, Found>(fileOf(resultsFolder, name), machine(), kept);
  }

  get runs(): readonly (Key & Found)[] {
    return this.all;
  }

  has(key: Key): boolean {
    return this.find(key) !== undefined;
  }

  /** The run of that key: the recorded one, or else the one that is made now, and recorded. */
  async once(key: Key, make: () => Promise<Found>): Promise<Key & Found> {
    const recorded = this.find(key);
    if (recorded) return recorded;
    const run = { ...key, ...(await make()) };
    this.all.push(run);
    this.write();
    process.stderr.write(`${JSON.stringify(run)}\n`);
    return run;
  }

  private find(key: Key): (Key & Found) | undefined {
    return this.all.find((run) => {
      const values = new Map<string, unknown>(Object.entries(run));
      return Object.entries(key).every(([name, value]) => isDeepStrictEqual(values.get(name), value));
    });
  }

  /** One line a run; a file that exists is whole. */
  private write(): void {
    mkdirSync(path.dirname(this.file), { recursive: true });
    const runs = this.all.map((run) => JSON.stringify(run)).join(',\n');
    const partial = `${this.file}.partial`;
    writeFileSync(partial, `{"machine": ${JSON.stringify(this.machine)}, "runs": [\n${runs}\n]}\n`);
    renameSync(partial, this.file);
  }
}

function fileOf(resultsFolder: string, name: string): string {
  return path.join(resultsFolder, name, 'results.json');
}
