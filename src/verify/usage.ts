import { readdirSync, readFileSync } from 'node:fs';
import type { ResourceLimits } from './limits.js';

const INTERVAL_MILLISECONDS = 50;

/** A resource of which a run used more than it may. */
export type Exceeded = 'memory' | 'processes';

export interface UsageWatch {
  /** The most memory seen in use by all processes together; `undefined` where it could not be seen, or not in time. */
  readonly peakMegabytes: number | undefined;
  stop(): void;
}

/**
 * Measures a process with all its descendants while they run. Linux only: elsewhere nothing is measured and nothing
 * exceeded. It needs no rights, unlike control groups, and works in containers, where root is exempt from the kernel's
 * limit on processes.
 *
 * @param exceeded called at every measurement that is above a limit
 */
export function watchUsage(pid: number, limits: ResourceLimits, exceeded: (what: Exceeded) => void): UsageWatch {
  let peak = 0;
  const measure = () => {
    const processes = descendants(pid, limits.processes + 1);
    if (processes.length > limits.processes) return exceeded('processes');
    const resident = sum(processes.map((process) => kilobytes(process, 'status', 'VmRSS')));
    peak = Math.max(peak, resident);
    // Memory that processes share is counted once only in the proportional measure, which is dear.
    if (toMegabytes(resident) > limits.memoryMegabytes && proportional(processes) > limits.memoryMegabytes) {
      exceeded('memory');
    }
  };
  const timer = process.platform === 'linux' ? setInterval(measure, INTERVAL_MILLISECONDS) : undefined;
  return {
    get peakMegabytes() {
      return peak === 0 ? undefined : toMegabytes(peak);
    },
    stop: () => clearInterval(timer),
  };
}

/** At most so many of them, the process itself first. */
function descendants(pid: number, most: number): readonly number[] {
  const found = [pid];
  for (const parent of found) {
    for (const thread of list(`/proc/${parent}/task`)) {
      found.push(...read(`/proc/${parent}/task/${thread}/children`).split(' ').filter(Boolean).map(Number));
    }
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

function proportional(processes: readonly number[]): number {
  return toMegabytes(sum(processes.map((process) => kilobytes(process, 'smaps_rollup', 'Pss'))));
}

function kilobytes(pid: number, file: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/${file}`))?.[1] ?? 0);
}

function toMegabytes(kilobytes: number): number {
  return kilobytes / 1024;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Processes end while they are looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
