import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The terminal command as a person meets it: a real process, a real model, real files. */

export const root = path.resolve(import.meta.dirname, '../..');

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when the text has appeared on standard error. */
  said(text: string): Promise<void>;
}

/** How a command is called. */
export interface Call {
  readonly home: string;
  readonly cwd?: string;
  /** `cli` for npm run explore where left out. */
  readonly bundle?: 'cli' | 'train';
}

/** Starts the command with records and caches in `home`, so that nothing of the machine's user is touched. */
export function start(words: readonly string[], options: Call): Running {
  const child = spawn(process.execPath, [path.join(root, `dist/${options.bundle ?? 'cli'}.js`), ...words], {
    cwd: options.cwd ?? root,
    env: { ...process.env, INIT_CWD: options.cwd ?? root, XDG_DATA_HOME: options.home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let heard = () => {};
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
    heard();
  });
  const finished = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      heard = () => {
        if (err.includes(text)) resolve();
      };
      heard();
      void finished.then(() => reject(new Error(`ended without saying "${text}":\n${err}`)));
    });
  return { process: child, finished, said };
}

export function run(words: readonly string[], options: Call): Promise<Finished> {
  return start(words, options).finished;
}

/** A folder that is removed when the test file is done. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'explore-terminal-')));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Writes files below a folder. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Every file below a folder with its content's hash, its mode and when it was last written. */
export function fingerprint(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const { mode, mtimeMs } = statSync(file);
      const hash = statSync(file).isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'folder';
      return `${name} ${mode} ${mtimeMs} ${hash}`;
    });
}
