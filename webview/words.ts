import type { ExplorationSnapshot, ProblemSnapshot } from '../src/protocol/panel.js';

/** How the panel puts numbers into words. */

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Said by how many attempts. */
export function times(n: number): string {
  return n === 1 ? 'said once' : n === 2 ? 'said twice' : `said ${n} times`;
}

export function duration(seconds: number): string {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : inWholeSeconds(Math.round(seconds));
}

export function roughDuration(seconds: number): string {
  return inWholeSeconds(Math.ceil(seconds));
}

function inWholeSeconds(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(fraction > 0 && fraction < 0.1 ? 1 : 0)} %`;
}

export function place({ file, from, to }: ProblemSnapshot): string {
  return from === to ? `${file}, line ${from}` : `${file}, lines ${from} to ${to}`;
}

/** What was wrong with attempts that had no usable code; empty where all had some. */
export function unusableReasons({ unusable }: ExplorationSnapshot): string {
  return unusable.map(({ reason, attempts }) => `${reason} (${attempts})`).join(', ');
}
