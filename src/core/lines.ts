import type { Problem } from './domain.js';

/** First and last line of a problem's range, counted from 1. */
export function linesOf({ source, range }: Pick<Problem, 'source' | 'range'>): { from: number; to: number } {
  const from = lineOf(source, range.start);
  return { from, to: Math.max(from, lineOf(source, range.end - 1)) };
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** How many lines a text has; what is blank at its end does not count. */
export function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}
