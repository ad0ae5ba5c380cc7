import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Stream } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

/** The variable by which a run's processes are found again when they have left its process group. */
export const RUN_MARK = 'EXPLORE_SOLUTIONS_RUN';

const PATIENCE_MILLISECONDS = 2000;
const POLL_MILLISECONDS = 2;

/** All that comes through a pipe, once its other end is closed; nothing from no pipe. */
export function readAll(pipe: Stream | null | undefined): Promise<string> {
  if (!pipe) return Promise.resolve('');
  return new Promise((resolve) => {
    let text = '';
    pipe.on('error', () => {});
    pipe.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    pipe.once('close', () => resolve(text));
  });
}

/**
 * Ends a process namespace whose sandbox has ended, and waits for it. Usually the kernel brings that about; but
 * bubblewrap killed while it starts has not asked for it yet, and leaves the namespace running.
 *
 * @param information what bubblewrap writes to its `--info-fd`, which it closes before it starts the program
 * @returns whether every process in it is known to have ended
 */
export async function namespaceEnds(information: Promise<string>): Promise<boolean> {
  const text = await Promise.race([information, setTimeout(PATIENCE_MILLISECONDS, '', { ref: false })]);
  const first = /"child-pid":\s*(\d+)/.exec(text)?.[1];
  if (first === undefined) return false;
  return within(PATIENCE_MILLISECONDS, () => {
    if (hasEnded(first)) return true;
    if (isFirstOfNamespace(first)) kill([Number(first)]);
    return false;
  });
}

/** The namespace's first process is a zombie, or gone, only once all others are. */
function hasEnded(pid: string): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

/** That it is still the same process: its id may have been given to another. */
function isFirstOfNamespace(pid: string): boolean {
  try {
    return /^NSpid:.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

/**
 * Ends what is left of a run, found by its mark: daemons, which no process group holds. What has emptied its own
 * environment is not found; only a sandbox ends that.
 *
 * @param group the run's process group, which has been killed already and may still be on its way out
 * @param before the processes that there were before the run
 * @returns whether nothing else was left; `false` also where it cannot be known (Linux alone shows it)
 */
export async function endMarked(mark: string, group: number, before: ReadonlySet<string>): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  let escaped = false;
  // Until nothing new appears meanwhile: one that was just starting another may leave that behind.
  const ended = await within(PATIENCE_MILLISECONDS, () => {
    const listed = processesNow();
    const origins = [...listed].map((pid) => [pid, originOf(pid, mark, before)] as const);
    const left = origins.filter(([, origin]) => origin === 'run').map(([pid]) => Number(pid));
    escaped ||= left.some((pid) => (groupOf(pid) ?? group) !== group);
    kill(left);
    return origins.every(([, origin]) => origin === 'elsewhere') && isIn(listed, processesNow());
  });
  return ended && !escaped;
}

/** The ids of all processes; none where it cannot be known. */
export function processesNow(): ReadonlySet<string> {
  if (process.platform !== 'linux') return new Set();
  return new Set(readdirSync('/proc').filter((name) => /^\d+$/.test(name)));
}

/**
 * Where a process comes from. Nothing tells while it is becoming another program (exec): for a moment it has no
 * environment then.
 */
function originOf(pid: string, mark: string, before: ReadonlySet<string>): 'run' | 'elsewhere' | 'unknown' {
  const environment = environmentOf(pid);
  if (environment.includes(`${RUN_MARK}=${mark}\0`)) return 'run';
  if (environment !== '' || before.has(pid)) return 'elsewhere';
  return hasProgram(pid) ? 'unknown' : 'elsewhere';
}

function isIn(all: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  return [...some].every((each) => all.has(each));
}

/** Zombies have none, nor do the kernel's own; and those of other users are not shown. */
function hasProgram(pid: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== '';
  } catch {
    return false;
  }
}

/** `undefined` once it is gone. */
function groupOf(pid: number): number | undefined {
  try {
    // pid (name) state parent group …, and the name may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[3]);
  } catch {
    return undefined;
  }
}

/** Empty for zombies and for what is not ours to read, and where a program is just being started. */
function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

async function within(milliseconds: number, condition: () => boolean): Promise<boolean> {
  for (const end = performance.now() + milliseconds; !condition(); ) {
    if (performance.now() > end) return false;
    await setTimeout(POLL_MILLISECONDS);
  }
  return true;
}
