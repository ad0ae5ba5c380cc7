import { constants } from 'node:fs';
import { open, readdir, realpath, unlink } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import picomatch from 'picomatch';
import { isInside, unlessGone } from './inventory.js';
import { WholeOutput } from './output.js';
import type { ProcessListener } from './process.js';
import { type CheckReport, type OutputReport, readFiles, readOutput, unreadable } from './reports/index.js';

/** Most bytes of a report: some hundred a check in real ones. Parsing this much takes a second or a few. */
const REPORT_LIMIT_BYTES = 4 * 1024 ** 2;

/** Of an output in which a pattern is looked for, which cannot be done in parts. */
const PATTERN_LIMIT_BYTES = 1024 ** 2;

/** Where the report of one run comes from. */
export interface ReportSource {
  /** To be called before the run: takes away what an earlier one left. */
  clear(): Promise<void>;
  /** Hears the run's output. */
  readonly hear: ProcessListener;
  /** To be called when nothing of the run is left. */
  read(signal: AbortSignal): Promise<CheckReport>;
}

export function fromOutput(report: OutputReport): ReportSource {
  const limit = report.format === 'regex' ? PATTERN_LIMIT_BYTES : REPORT_LIMIT_BYTES;
  const output = new WholeOutput(limit);
  return {
    clear: async () => {},
    // A line of a report must not be torn by what goes to the other stream; people's patterns are about either.
    hear: (chunk, stream) => {
      if (stream === 'stdout' || report.format === 'regex') output.add(chunk);
    },
    read: async (signal) => {
      const text = output.text();
      return text === undefined
        ? unreadable(() => l10n.t('its output is longer than {0} MiB', limit / 1024 ** 2))
        : readOutput(report, text, signal);
    },
  };
}

/**
 * A report in files of a scratch copy. What the files are is a candidate's choice: only plain files in the copy itself
 * are read or removed, never what a link leads to.
 *
 * @param root absolute path of the copy
 * @param pattern a path or a glob relative to it, with forward slashes
 */
export function fromFiles(root: string, pattern: string): ReportSource {
  const find = async (): Promise<readonly string[]> => {
    const own = await realpath(root);
    const found = await matching(root, pattern);
    const inside = await Promise.all(
      found.map(async (file) => {
        const folder = await unlessGone(realpath(path.dirname(path.join(root, file))));
        return folder !== undefined && isInside(own, folder);
      }),
    );
    return found.filter((_, index) => inside[index]);
  };
  return {
    clear: async () => {
      for (const file of await find()) await unlink(path.join(root, file)).catch(() => {});
    },
    hear: () => {},
    read: async (signal) => {
      const files: { name: string; text: string }[] = [];
      let bytes = 0;
      for (const name of await find()) {
        const content = await readPlainFile(path.join(root, name), REPORT_LIMIT_BYTES - bytes);
        if (content === 'too long') {
          return unreadable(() => l10n.t('{0} is longer than {1} MiB', pattern, REPORT_LIMIT_BYTES / 1024 ** 2));
        }
        if (content === undefined) continue;
        bytes += content.length;
        files.push({ name, text: content.toString('utf8') });
      }
      if (files.length === 0) return unreadable(() => l10n.t('the verifier left no file {0}', pattern));
      return readFiles(files, signal);
    },
  };
}

/** What fits a pattern, relative to `root` and in order; below what is no glob in it, links are not followed. */
async function matching(root: string, pattern: string): Promise<readonly string[]> {
  const { base, isGlob } = picomatch.scan(pattern);
  if (!isGlob) return [pattern];
  const listing = readdir(path.join(root, base), { recursive: true, withFileTypes: true });
  const fits = picomatch(pattern, { dot: true });
  return ((await unlessGone(listing)) ?? [])
    .filter((item) => !item.isDirectory())
    .map((item) => path.relative(root, path.join(item.parentPath, item.name)).replaceAll(path.sep, '/'))
    .filter((file) => fits(file))
    .sort();
}

/** Neither follows a link nor waits at a pipe; `undefined` for what is no plain file. */
async function readPlainFile(file: string, limitBytes: number): Promise<Buffer | 'too long' | undefined> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const status = await handle.stat();
    if (!status.isFile()) return undefined;
    return status.size > limitBytes ? 'too long' : await handle.readFile();
  } finally {
    await handle.close();
  }
}
