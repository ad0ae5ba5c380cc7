import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';

/** Ids of the running processes whose command line holds this text. */
export function processesWith(text: string): readonly number[] {
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(text))
      .map((line) => Number.parseInt(line, 10));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLine(name).includes(text))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

const PATIENCE = { timeout: 10_000, interval: 20 };

/** Waits until so many processes hold the text in their command line. */
export async function untilRunning(text: string, count: number): Promise<void> {
  await vi.waitFor(() => expect(processesWith(text).length).toBeGreaterThanOrEqual(count), PATIENCE);
}

/** Waits until no process does: the kernel takes a moment to end a process namespace. */
export async function untilGone(text: string): Promise<void> {
  await vi.waitFor(() => expect(processesWith(text)).toEqual([]), PATIENCE);
}
