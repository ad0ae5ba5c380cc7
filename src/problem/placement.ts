import type { TextEdit } from '../core/domain.js';
import type { Composed } from './compose.js';
import type { Dialect } from './dialect.js';
import { neededHelpers } from './helpers.js';
import { insertImports, missingImports } from './imports.js';
import { type FunctionSite, namesUsed, type Outline } from './outline.js';

/** A file, and the function in it that is to be replaced. */
export interface Target {
  /** The file's path, whose extension says how it imports. */
  readonly path: string;
  readonly file: Outline;
  readonly site: FunctionSite;
  readonly dialect: Dialect;
}

/** A function as it goes into the file, and the text that it comes from. */
export interface Answer {
  readonly outline: Outline;
  readonly site: FunctionSite;
  readonly composed: Composed;
}

/** The edits that put a function in the target's place, with the definitions and imports that the file lacks for it. */
export function functionEdits(
  { path, file, site: target, dialect }: Target,
  { outline, site, composed }: Answer,
): TextEdit[] {
  const helpers = neededHelpers(file, target, outline, site, composed.kept, dialect);
  const used = namesUsed(outline, [...composed.kept, ...helpers.kept]);
  const imports = missingImports(outline, file, used);
  return joined([
    ...insertImports(imports, file, path, dialect, target.anchor),
    ...helpers.edits,
    { range: { start: target.start, end: target.end }, text: composed.text },
  ]);
}

/** Edits that touch become one, so that nothing depends on the order of equal positions. */
export function joined(edits: readonly TextEdit[]): TextEdit[] {
  const done: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    const last = done.at(-1);
    if (last?.range.end !== edit.range.start) done.push(edit);
    else done.splice(-1, 1, { range: { start: last.range.start, end: edit.range.end }, text: last.text + edit.text });
  }
  return done;
}

/** An edit with the line ends that `source` has. */
export function inFileLineEnds(source: string, edit: TextEdit): TextEdit {
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  return { range: edit.range, text: edit.text.replace(/\r?\n/g, newline) };
}
