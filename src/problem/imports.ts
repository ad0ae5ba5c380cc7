import type { TextEdit } from '../core/domain.js';
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
