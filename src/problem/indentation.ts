import type { TextRange } from '../core/domain.js';

/** How a text is indented at some place: the white space its lines begin with, and one level more. */
export interface Indentation {
  readonly base: string;
  /** One level: a tab or some spaces. */
  readonly unit: string;
}

/** Columns a tab is taken for where tabs and spaces meet. */
const tabWidth = 4;

function width(whiteSpace: string): number {
  return whiteSpace.replaceAll('\t', ' '.repeat(tabWidth)).length;
}

/** The white space at the start of the line that holds `offset`. */
export function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
}

/** One level of indentation as `text` has it, by the most frequent step to a deeper line. */
export function indentUnit(text: string, fallback: string): string {
  const counts = new Map<string, number>();
  let previous = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^\s*\*/.test(line)) continue;
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    const step = width(indent) - width(previous);
    const unit = indent.includes('\t') ? '\t' : ' '.repeat(Math.max(step, 0));
    if (step >= 2 && step <= 8) counts.set(unit, (counts.get(unit) ?? 0) + 1);
    previous = indent;
  }
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || a.length - b.length);
  return most ? most[0] : fallback;
}

/**
 * Text with its lines moved from one indentation to another. The first line stays as it is: it goes on where
 * something else ended. Lines that begin inside one of the `frozen` ranges (offsets in `text`) are content.
 */
export function reindent(text: string, from: Indentation, to: Indentation, frozen: readonly TextRange[]): string {
  const lines = text.split('\n');
  let at = 0;
  return lines
    .map((line, index) => {
      const start = at;
      at += line.length + 1;
      if (index === 0 || frozen.some((range) => range.start < start && start < range.end)) return line;
      const content = line.replace(/^[ \t]+/, '');
      if (content.trim() === '') return '';
      const indent = line.slice(0, line.length - content.length);
      const columns = Math.max(0, width(indent) - width(from.base));
      const step = width(from.unit);
      return to.base + to.unit.repeat(Math.floor(columns / step)) + ' '.repeat(columns % step) + content;
    })
    .join('\n');
}

/** Text without the indentation all its lines share, blank lines at either end and white space at its end. */
export function dedent(text: string): string {
  const trimmed = text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
  const indents = trimmed
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const shortest = indents.reduce((a, b) => (b.length < a.length ? b : a), indents[0] ?? '');
  const shared = indents.every((indent) => indent.startsWith(shortest)) ? shortest.length : 0;
  return trimmed
    .split('\n')
    .map((line) => line.slice(Math.min(shared, /^[ \t]*/.exec(line)?.[0].length ?? 0)))
    .join('\n');
}
