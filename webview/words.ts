import type { ProblemSnapshot } from '../src/protocol/panel.js';

/** How the panel puts numbers into words. */

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Said by how many attempts. */
export function times(n: number): string {
  return n === 1 ? 'said once' : n === 2 ? 'said twice' : `said ${n} times`;
}

export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function place({ file, from, to }: ProblemSnapshot): string {
  return from === to ? `${file}, line ${from}` : `${file}, lines ${from} to ${to}`;
}
