import { DiskUse } from './disk.js';
import type { ResourceLimits } from './limits.js';
import { descendants, kilobytes } from './proc.js';

const INTERVAL_MILLISECONDS = 50;

/** A resource of which a run used more than it may. */
export type Exceeded = 'memory' | 'processes' | 'disk';

export interface UsageWatch {
  /** The most memory seen in use by all processes together; `undefined` where it could not be seen, or not in time. */
  readonly peakMegabytes: number | undefined;
  stop(): void;
}

/**
 * Measures a process with all its descendants while they run, and what they add to a folder. Memory and processes are
 * seen on Linux only: elsewhere nothing is known of them and they exceed nothing. It needs no rights, unlike control
 * groups, and works in containers, where root is exempt from the kernel's limit on processes.
 *
 * @param folder absolute path of what the process may fill
 * @param exceeded called at every measurement that is above a limit
 */
export function watchUsage(
  pid: number,
  folder: string,
  limits: ResourceLimits,
  exceeded: (what: Exceeded) => void,
): UsageWatch {
  let peak = 0;
  let watching = true;
  const disk = new DiskUse(folder, limits.diskMegabytes * 1024 ** 2);
  const processes = () => (process.platform === 'linux' ? descendants(pid, limits.processes + 1) : []);
  const measure = () => {
    void disk.exceeds(processes).then((exceeds) => exceeds && watching && exceeded('disk'));
    const found = processes();
    if (found.length > limits.processes) return exceeded('processes');
    const resident = sum(found.map((process) => kilobytes(process, 'status', 'VmRSS')));
    peak = Math.max(peak, resident);
    // Memory that processes share is counted once only in the proportional measure, which is dear.
    if (toMegabytes(resident) > limits.memoryMegabytes && proportional(found) > limits.memoryMegabytes) {
      exceeded('memory');
    }
  };
  const timer = setInterval(measure, INTERVAL_MILLISECONDS);
  return {
    get peakMegabytes() {
      return peak === 0 ? undefined : toMegabytes(peak);
    },
    stop: () => {
      watching = false;
      clearInterval(timer);
    },
  };
}

function proportional(processes: readonly number[]): number {
  return toMegabytes(sum(processes.map((process) => kilobytes(process, 'smaps_rollup', 'Pss'))));
}

function toMegabytes(kilobytes: number): number {
  return kilobytes / 1024;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
