import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Provider } from '../protocol/engine.js';

/**
 * How many cores the engine keeps busy while it writes.
 *
 * @param threads as asked of the engine: 0 leaves it to onnxruntime, which takes one a physical core
 */
export function busyCores(threads: number, provider: Provider): number {
  if (provider !== 'cpu') return 1;
  return threads > 0 ? threads : Math.min(physicalCores(), availableParallelism());
}

/** Where it cannot be told (only Linux says it in a file), every logical core is taken for one. */
function physicalCores(): number {
  if (process.platform !== 'linux') return Number.POSITIVE_INFINITY;
  try {
    return countPhysicalCores(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Distinct cores in the text of /proc/cpuinfo; infinite where it does not name them, as on ARM. */
export function countPhysicalCores(cpuinfo: string): number {
  const cores = cpuinfo.split('\n\n').flatMap((block) => {
    const [, socket] = /^physical id\s*: (\d+)$/m.exec(block) ?? [];
    const [, core] = /^core id\s*: (\d+)$/m.exec(block) ?? [];
    return core === undefined ? [] : [`${socket}:${core}`];
  });
  return cores.length > 0 ? new Set(cores).size : Number.POSITIVE_INFINITY;
}
