import { diffLines } from 'diff';
import { applyEdits, type Problem, type TextEdit, type TextRange } from '../core/domain.js';
import { indentationAt, moved } from './compose.js';
import { broughtImports, removeImports } from './imports.js';
import { describeLanguage, type Grammar } from './languages.js';
import { contains, type FunctionSite, namesUsed, type Outline } from './outline.js';
import { type CodeParser, dialects } from './parser.js';
import { functionEdits, inFileLineEnds, joined } from './placement.js';

/** Where a candidate goes in a text that need not be what was explored. */
export type Rebased =
  /** In its place stands what was explored, or another candidate: nothing that a person wrote is lost. */
  | { readonly kind: 'placed'; readonly edits: readonly TextEdit[] }
  /** The function is there, but as nobody knows it: these edits replace it all the same. */
  | { readonly kind: 'changed'; readonly edits: readonly TextEdit[] }
  /** Nobody can tell where it would go. */
  | { readonly kind: 'lost' };

/** A candidate that is to go into a text. */
export interface RebaseRequest {
  readonly problem: Problem;
  /** The candidate's. */
  readonly edits: readonly TextEdit[];
  /** Those of all candidates: one of them may have been applied before. */
  readonly all: Iterable<readonly TextEdit[]>;
  /** The file's text as it is now. */
  readonly present: string;
}

const lost: Rebased = { kind: 'lost' };

/**
 * A candidate's edits in its file's present text. A function is looked for by its name and by what it is in; lines that
 * are no function by their text, which must be there exactly once.
 */
export function rebase(request: RebaseRequest, parser: CodeParser): Rebased {
  const { problem, edits, all, present } = request;
  const { source, language } = problem;
  if (present === source) return { kind: 'placed', edits };
  for (const one of all) {
    if (applyEdits(source, one) === present) {
      return { kind: 'placed', edits: lineEdits(present, applyEdits(source, edits)) };
    }
  }
  const { grammar } = describeLanguage(language);
  const file = grammar && parser.outline(grammar, source);
  const target = file?.functions.find((site) => site.start === problem.range.start && site.end === problem.range.end);
  const rebased =
    grammar && file && target ? rebaseFunction(request, { grammar, file, target }, parser) : rebaseLines(request);
  if (rebased.kind === 'lost') return lost;
  return { ...rebased, edits: rebased.edits.map((edit) => inFileLineEnds(present, edit)) };
}

/** The edits that make one text of another, line by line. */
function lineEdits(before: string, after: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  for (const { added, removed, value } of diffLines(before, after)) {
    const end = added ? at : at + value.length;
    if (added || removed) edits.push({ range: { start: at, end }, text: added ? value : '' });
    at = end;
  }
  return joined(edits);
}

interface Explored {
  readonly grammar: Grammar;
  readonly file: Outline;
  readonly target: FunctionSite;
}

function rebaseFunction(
  { problem, edits, all, present }: RebaseRequest,
  explored: Explored,
  parser: CodeParser,
): Rebased {
  const { grammar, file, target } = explored;
  const { source } = problem;
  const dialect = dialects[grammar];
  const now = parser.outline(grammar, present);
  const site = counterpart(explored, now);
  const outline = parser.outline(grammar, applyEdits(source, edits));
  const answer = counterpart(explored, outline);
  if (!site || !answer) return lost;
  const said = saying(now, site);
  const squeezed = squeeze(present.slice(site.start, site.end));
  const isOriginal = saying(file, target) === said;
  let standing: Outline | null = null;
  for (const one of isOriginal ? [] : all) {
    // Parsing takes time; most candidates say something else.
    if (!one.some((edit) => squeeze(edit.text).includes(squeezed))) continue;
    const applied = parser.outline(grammar, applyEdits(source, one));
    const theirs = counterpart(explored, applied);
    if (theirs === null || saying(applied, theirs) !== said) continue;
    standing = applied;
    break;
  }

  // What the one that stands there imported goes with it.
  const used = new Set([...namesOutside(now, [site]), ...namesOutside(outline, [])]);
  const left = standing ? removeImports(broughtImports(standing, file), now, used) : [];
  const base = left.length > 0 ? parser.outline(grammar, applyEdits(present, left)) : now;
  const place = counterpart(explored, base);
  if (!place) return lost;
  const text = moved(
    outline,
    answer,
    indentationAt(outline, answer.start, dialect),
    indentationAt(base, place.start, dialect),
  );
  const rebased = functionEdits(
    { path: problem.file, file: base, site: place, dialect },
    { outline, site: answer, composed: { text, kept: [answer] } },
  );
  const after = applyEdits(base.text, rebased);
  // Where the present text parses, it must still do so.
  if (now.errors.length === 0 && parser.outline(grammar, after).errors.length > 0) return lost;
  return {
    kind: isOriginal || standing ? 'placed' : 'changed',
    edits: base === now ? rebased : lineEdits(present, after),
  };
}

/** The names that a text uses beside its imports and these parts. */
function namesOutside(outline: Outline, parts: readonly TextRange[]): ReadonlySet<string> {
  const left = [...parts, ...outline.statements.filter(({ kind }) => kind === 'import')];
  left.sort((a, b) => a.start - b.start);
  const ends = [...left.map(({ start }) => start), outline.text.length];
  const starts = [0, ...left.map(({ end }) => end)];
  return namesUsed(
    outline,
    starts.map((start, at) => ({ start, end: ends[at] ?? start })),
  );
}

/** The function in another text of the file that is the explored one by its name, by what it is in and by its turn. */
function counterpart({ file, target }: Explored, other: Outline): FunctionSite | null {
  const name = fullName(file, target);
  const namesakes = (outline: Outline) => outline.functions.filter((site) => fullName(outline, site) === name);
  const [before, after] = [namesakes(file), namesakes(other)];
  return (before.length === after.length && after[before.indexOf(target)]) || null;
}

function fullName({ functions }: Outline, site: FunctionSite): string {
  const around = functions.filter((one) => one === site || (one.start < site.start && contains(one, site)));
  return around.map(({ owner, name }) => `${owner?.name ?? ''}.${name}`).join('/');
}

/** What a function says, comments too, however its lines are broken and indented. */
function saying({ text, tokens, comments }: Outline, site: FunctionSite): string {
  const within = (range: TextRange) => contains(site, range);
  const prose = [...comments.filter(within), ...(site.docstring ? [site.docstring] : [])];
  return [
    ...tokens.filter(within).map((token) => token.text),
    ...prose.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ')),
  ].join('\n');
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

function rebaseLines({ problem: { source, range }, edits, all, present }: RebaseRequest): Rebased {
  const [edit, ...others] = edits;
  if (!edit || others.length > 0) return lost;
  const explored = source.slice(range.start, range.end);
  // What stood in the file from the start was not put there by applying a candidate.
  const applied = [...all].flatMap(([one]) => (one && !source.includes(one.text) ? [one.text] : []));
  const known = [...(onlyPlace(source, explored) ? [explored] : []), ...applied.sort((a, b) => b.length - a.length)];
  for (const text of known) {
    const place = onlyPlace(present, inFileLineEnds(present, { range, text }).text);
    if (place) return { kind: 'placed', edits: [{ range: place, text: edit.text }] };
  }
  return lost;
}

/** Where whole lines, the first without its indentation, are in a text; null where they are not there exactly once. */
function onlyPlace(text: string, lines: string): TextRange | null {
  const places: TextRange[] = [];
  for (let start = text.indexOf(lines); start !== -1 && lines !== ''; start = text.indexOf(lines, start + 1)) {
    const end = start + lines.length;
    const isWhole =
      /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start)) &&
      /^[ \t]*(\r?\n|$)/.test(text.slice(end));
    if (isWhole) places.push({ start, end });
  }
  const [place, ...others] = places;
  return place && others.length === 0 ? place : null;
}
