import type { TextEdit, TextRange } from '../core/domain.js';
import type { Dialect } from './dialect.js';
import type { ImportedName, Outline } from './outline.js';

/** What an attempt imports, code that is kept uses, and the file lacks. */
export function missingImports(attempt: Outline, file: Outline, used: ReadonlySet<string>): ImportedName[] {
  const present = importsOf(file);
  const bound = new Set([...present.map(({ local }) => local), ...file.statements.flatMap(({ names }) => names)]);
  const wildcards = new Set(present.filter(({ local }) => local === '*').map(({ module }) => module));
  const wanted = importsOf(attempt).filter(({ module, local }) => {
    if (module === '__future__') return false;
    if (local === '*') return !wildcards.has(module);
    return !bound.has(local) && used.has(local.split('.')[0] ?? local);
  });
  return wanted.filter(
    (name, index) => wanted.findIndex((other) => other.local === name.local && other.module === name.module) === index,
  );
}

function importsOf(outline: Outline): ImportedName[] {
  return outline.statements.flatMap((statement) => statement.imports);
}

/** What a text imports and another does not. */
export function broughtImports(text: Outline, before: Outline): ImportedName[] {
  const known = importsOf(before);
  return importsOf(text).filter((name) => !known.some((one) => isSame(one, name)));
}

function isSame(one: ImportedName, other: ImportedName): boolean {
  return one.module === other.module && one.imported === other.imported && one.local === other.local;
}

/** Removes imports that bring nothing but what is named here, and that nothing uses. */
export function removeImports(
  names: readonly ImportedName[],
  { text, statements }: Outline,
  used: ReadonlySet<string>,
): TextEdit[] {
  const isUnused = (name: ImportedName) =>
    name.local !== '*' && !used.has(name.local.split('.')[0] ?? '') && names.some((one) => isSame(one, name));
  return statements
    .filter(({ imports }) => imports.length > 0 && imports.every(isUnused))
    .map(({ start, end }) => ({ range: wholeLines(text, start, end), text: '' }));
}

/** With their line break, and with the empty lines that set them apart. */
function wholeLines(text: string, start: number, end: number): TextRange {
  const above = text.slice(0, start);
  const isFirst = above.trim() === '';
  const after = (isFirst ? /^[ \t]*(\r?\n)*/ : /^[ \t]*\r?\n/).exec(text.slice(end))?.[0].length ?? 0;
  const isApart = !isFirst && /\n\r?\n$/.test(above) && /^\r?\n/.test(text.slice(end + after));
  const before = isApart ? (/\r?\n$/.exec(above)?.[0].length ?? 0) : 0;
  return { start: start - before, end: end + after };
}

/**
 * Puts imports after the file's last one, or at its top. Of imports further down than `before` none is looked at:
 * the names would come too late.
 */
export function insertImports(
  names: readonly ImportedName[],
  file: Outline,
  path: string,
  dialect: Dialect,
  before: number,
): TextEdit[] {
  if (names.length === 0) return [];
  const code = dialect.renderImports(names, { path, source: file.text }).join('\n');
  const last = file.statements.findLast((statement) => statement.kind === 'import' && statement.end <= before);
  const at = last?.end ?? Math.min(file.importPosition, before);
  if (at === 0) return [{ range: { start: 0, end: 0 }, text: `${code}\n${'\n'.repeat(dialect.blankLines)}` }];
  return [{ range: { start: at, end: at }, text: last ? `\n${code}` : `\n\n${code}` }];
}
