import { readdirSync, readFileSync } from 'node:fs';
import type { Stream } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

/** The variable by which a run's processes are found again when they have left its process group. */
export const RUN_MARK = 'EXPLORE_SOLUTIONS_RUN';

const PATIENCE_MILLISECONDS = 2000;
const POLL_MILLISECONDS = 2;

/** What bubblewrap writes to its `--info-fd`, soon after its start. */
export interface NamespaceInformation {
  readonly text: string;
}

/** @param pipe the other end; `undefined` where there is none */
export function readInformation(pipe: Stream | null | undefined): NamespaceInformation {
  const information = { text: '' };
  pipe?.on('error', () => {});
  pipe?.on('data', (chunk: Buffer) => {
    information.text += chunk.toString('latin1');
  });
  return information;
}

/**
 * Waits for the end of a process namespace, which the kernel brings about a moment after the sandbox's own process
 * ended.
 *
 * @returns whether every process in it is known to have ended
 */
export async function namespaceEnds(information: NamespaceInformation): Promise<boolean> {
  const first = /"child-pid":\s*(\d+)/.exec(information.text)?.[1];
  if (first === undefined) return false;
  return within(PATIENCE_MILLISECONDS, () => hasEnded(first));
}

/** The namespace's first process is a zombie, or gone, only once all others are. */
function hasEnded(pid: string): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

/**
 * Ends what is left of a run, found by its mark: daemons, which no process group holds. What has emptied its own
 * environment is not found; only a sandbox ends that.
 *
 * @param group the run's process group, which has been killed already and may still be on its way out
 * @returns whether nothing else was left; `false` also where it cannot be known (Linux alone shows it)
 */
export async function endMarked(mark: string, group: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  let escaped = false;
  // More than once: one that was just starting another may leave that behind.
  const ended = await within(PATIENCE_MILLISECONDS, () => {
    const left = marked(mark);
    escaped ||= left.some((pid) => (groupOf(pid) ?? group) !== group);
    kill(left);
    return left.length === 0;
  });
  return ended && !escaped;
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

function marked(mark: string): readonly number[] {
  const entry = `${RUN_MARK}=${mark}\0`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(entry))
    .map(Number);
}

/** Empty for zombies and for what is not ours to read. */
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
