import type { Problem, TextRange } from '../core/domain.js';
import type { Dialect } from './dialect.js';
import { dedent } from './indentation.js';
import { contains, type FunctionSite, leadingCommentStart, type Outline, type Statement } from './outline.js';

/** Most characters of context: enough for a file's helpers, little enough that a small model keeps to its task. */
const budget = 3000;
/** A definition up to this length is shown whole, a longer one by its signature. */
const whole = 400;

interface Piece extends TextRange {
  readonly text: string;
}

/**
 * What the file around a function offers it, as code in the file's order: imports, other definitions (short ones
 * whole, others by their signatures) and the members of the function's own class. Nearest first until the budget is
 * spent. Empty where there is nothing.
 */
export function contextOf(outline: Outline, target: FunctionSite, dialect: Dialect): string {
  const imports = outline.statements.filter((statement) => statement.kind === 'import');
  const importLines = clipped(imports.map((one) => outline.text.slice(one.start, one.end)).join('\n'), budget / 3);
  const distance = (piece: TextRange) =>
    piece.end <= target.start ? target.start - piece.end : piece.start - target.end;
  const pieces = outline.statements
    .filter((statement) => statement.kind === 'definition' && !contains(statement, target))
    .map((statement) => ({ start: statement.start, end: statement.end, text: summary(outline, statement, dialect) }));
  const around = surroundings(outline, target, dialect);
  const nearest = [...around, ...pieces.sort((a, b) => distance(a) - distance(b))];
  let left = budget - importLines.length;
  const chosen: Piece[] = [];
  for (const piece of nearest) {
    if (piece.text === '' || piece.text.length > left) continue;
    left -= piece.text.length;
    chosen.push(piece);
  }
  const texts = chosen.sort((a, b) => a.start - b.start).map((piece) => piece.text);
  return [importLines, ...texts]
    .filter((text) => text !== '')
    .join('\n\n')
    .replaceAll('\r\n', '\n');
}

function summary(outline: Outline, statement: Statement, dialect: Dialect): string {
  const start = leadingCommentStart(outline, statement.start);
  const text = outline.text.slice(start, statement.end);
  if (text.length <= whole) return text;
  const site = outline.functions.find((one) => one.start === statement.start);
  if (site) return signature(outline, site, dialect);
  const members = outline.functions.filter((one) => one.owner && contains(statement, one));
  return members.length > 0 ? skeleton(outline, members, dialect) : clipped(text, whole);
}

function signature(outline: Outline, site: FunctionSite, dialect: Dialect): string {
  const head = outline.text.slice(site.start, site.body.start).trimEnd();
  if (!site.docstring) return head + dialect.ellipsis;
  return `${outline.text.slice(site.start, site.docstring.end)}${site.docstring.end - site.start > whole ? '' : `\n${dialect.ellipsis}`}`;
}

/** A class with its fields and comments, its short methods whole and the others by their signatures. */
function skeleton(outline: Outline, members: readonly FunctionSite[], dialect: Dialect, except?: FunctionSite): string {
  const [first] = members;
  if (!first?.owner) return '';
  const { start, headEnd } = first.owner;
  let text = outline.text.slice(start, headEnd);
  let at = headEnd;
  for (const site of members) {
    text += outline.text.slice(at, site.start);
    at = site.end;
    if (site.start === except?.start) text = text.trimEnd();
    else if (site.end - site.start <= whole / 2 && !site.isStub) text += outline.text.slice(site.start, site.end);
    else text += outline.text.slice(site.start, site.body.start).trimEnd() + dialect.ellipsis;
  }
  return text + (outline.text[headEnd - 1] === '{' ? '\n}' : '');
}

/** The class or the function that a function stands in. */
function surroundings(outline: Outline, target: FunctionSite, dialect: Dialect): Piece[] {
  const { owner } = target;
  if (owner) {
    const members = outline.functions.filter((one) => one.owner?.start === owner.start);
    const text = clipped(skeleton(outline, members, dialect, target), budget / 2);
    return members.length > 1 ? [{ start: owner.start, end: target.start, text }] : [];
  }
  const outer = outline.functions.findLast((one) => one.start < target.start && contains(one, target));
  if (!outer) return [];
  return [
    {
      start: outer.start,
      end: target.start,
      text: clipped(outline.text.slice(outer.start, target.start).trimEnd(), budget / 3),
    },
  ];
}

/** The text before and after a selection, for where no syntax tells what matters. */
export function textAround({ source, range }: Problem): { before: string; after: string } {
  const before = source.slice(Math.max(0, range.start - budget / 2), range.start);
  const after = source.slice(range.end, range.end + budget / 4);
  return {
    before: dedent(
      (before.length < range.start ? before.slice(before.indexOf('\n') + 1) : before).replaceAll('\r\n', '\n'),
    ),
    after: dedent(
      (range.end + after.length < source.length ? after.slice(0, after.lastIndexOf('\n') + 1) : after).replaceAll(
        '\r\n',
        '\n',
      ),
    ),
  };
}

/** Whole lines of a text up to a length. */
function clipped(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, text.lastIndexOf('\n', length) + 1).trimEnd();
}
