import { mkdtemp, readdir, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeFolder } from './scratch.js';

const PREFIX = 'explore-solutions-verify-';

const inScratch = new RegExp(`[\\\\/]${PREFIX}[^\\\\/]+[\\\\/]\\d+[\\\\/]workspace[\\\\/](.+)$`);

/** What a path in a scratch copy is relative to the workspace; undefined where it is in none. */
export function pathInScratch(file: string): string | undefined {
  return inScratch.exec(file)?.[1];
}

/** The folder of one verification, which holds its scratch copies. Its name carries the process that owns it. */
export class Session {
  private scratches = 0;

  private constructor(
    private readonly folder: string,
    /** An empty file, see sandbox.ts. */
    readonly emptyFile: string,
  ) {}

  /** Makes one, and removes those of processes that no longer are. */
  static async open(): Promise<Session> {
    const parent = await realpath(tmpdir());
    await removeLeftovers(parent);
    const folder = await mkdtemp(path.join(parent, `${PREFIX}${process.pid}-`));
    const session = new Session(folder, path.join(folder, 'empty'));
    await writeFile(session.emptyFile, '', { mode: 0o400 });
    return session;
  }

  /** A folder's path that was never used: what a candidate left running cannot reach the next one's copy. */
  nextScratchFolder(): string {
    this.scratches += 1;
    return path.join(this.folder, String(this.scratches));
  }

  async close(): Promise<void> {
    await removeFolder(this.folder);
  }
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    // Another user's leftovers are theirs to remove.
    if (owner !== undefined && !isAlive(Number(owner))) await removeFolder(path.join(parent, name)).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
