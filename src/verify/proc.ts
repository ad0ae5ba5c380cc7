// What Linux tells about processes. They end while they are looked at; nothing is told of those.
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';

/** A process and all that descend from it, at most so many, the process itself first. */
export function descendants(pid: number, most: number): readonly number[] {
  const found = [pid];
  for (const parent of found) {
    for (const thread of list(`/proc/${parent}/task`)) {
      found.push(...read(`/proc/${parent}/task/${thread}/children`).split(' ').filter(Boolean).map(Number));
    }
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

/** A field of one of a process's files that is measured in KiB; 0 where it is not there. */
export function kilobytes(pid: number, file: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/${file}`))?.[1] ?? 0);
}

/** What a process holds open, files without a name among it. */
export function openFiles(pid: number): readonly Stats[] {
  return list(`/proc/${pid}/fd`).flatMap((descriptor) => {
    try {
      return [statSync(`/proc/${pid}/fd/${descriptor}`)];
    } catch {
      return [];
    }
  });
}

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
