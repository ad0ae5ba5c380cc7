import { readFileSync } from 'node:fs';

/** Whether this system tells what is needed here: Linux does. */
export const memoryIsKnown = process.platform === 'linux';

/** A process's resident memory, in bytes. */
export interface ProcessMemory {
  /** Now. */
  readonly resident: number;
  /** The most since it began. */
  readonly peak: number;
}

/** What the system knows of a process (Linux: proc_pid_status(5)). */
export function memoryOf(pid: number): ProcessMemory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (!kibibytes) throw new Error(`process ${pid} has no ${name}`);
    return 1024 * Number(kibibytes);
  };
  return { resident: field('VmRSS'), peak: field('VmHWM') };
}

/** The ids of this process's children. */
export function children(): number[] {
  const { pid } = process;
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}
