import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The processes that descend from one, by /proc. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const found: number[] = [];
  for (let open = [pid]; open.length > 0; ) {
    open = [...parents].filter(([, parent]) => open.includes(parent)).map(([child]) => child);
    found.push(...open);
  }
  return found;
}

/** Whether a process is there and is not only waiting to be collected. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The engine's child below a process. */
export function engineChild(pid: number): number | undefined {
  return descendants(pid).find((each) => commandLine(each).includes(path.join('dist', 'engine.js')));
}

/** The process that started one. */
export function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It ended meanwhile.
  }
}
