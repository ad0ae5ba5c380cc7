import * as l10n from '@vscode/l10n';
import type { Problem, TextRange } from '../core/domain.js';
import { ExplainedError } from '../core/errors.js';
import { describeLanguage } from './languages.js';
import { contains, type FunctionSite, leadingCommentStart, type Outline } from './outline.js';
import type { CodeParser } from './parser.js';

/**
 * What a person points at. Lines are one-based, as editors show them and terminals name them; `to` is the last
 * line selected.
 */
export type Selection =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

/** Where to look: the file as it is now, which may not be saved. */
export interface SelectionRequest extends Pick<Problem, 'workspace' | 'file' | 'language' | 'source'> {
  readonly selection: Selection;
}

/** A line is in no function, or nobody can tell. */
export class NoFunctionError extends ExplainedError {
  readonly nextStep = l10n.t('Select the lines that should be written anew, or point at a line inside a function.');
}

/** The selected lines are not in the file, or hold nothing. */
export class NothingSelectedError extends ExplainedError {
  readonly nextStep = l10n.t('Select lines that hold code.');
}

/**
 * The problem that a selection means: at a line, the innermost function or method around it (its decorators and
 * the comments above it count); for a range, exactly its lines, or the function they are.
 * @throws NoFunctionError, NothingSelectedError
 */
export function selectProblem({ selection, ...place }: SelectionRequest, parser: CodeParser): Problem {
  const { file, language, source } = place;
  if (source.trim() === '') throw new NothingSelectedError(l10n.t('{0} is empty.', file));
  const { grammar, title } = describeLanguage(language);
  const [first, last] = selection.kind === 'line' ? [selection.line, selection.line] : [selection.from, selection.to];
  const lines = linesOf(source, first, last);
  if (!lines) {
    const count = source.split('\n').length;
    throw new NothingSelectedError(
      first === last
        ? l10n.t('Line {0} is not in {1}, whose last line is {2}.', first, file, count)
        : l10n.t('Lines {0} to {1} are not in {2}, whose last line is {3}.', first, last, file, count),
    );
  }
  const outline = grammar && parser.outline(grammar, source);
  if (selection.kind === 'line') {
    if (!outline)
      throw new NoFunctionError(l10n.t('In {0} files functions cannot be found by a line (line {1}).', title, first));
    const site = functionAt(outline, lines);
    if (!site) throw new NoFunctionError(l10n.t('There is no function at line {0} of {1}.', first, file));
    return problemOf(place, site);
  }
  const range = trimmed(source, lines);
  if (range.start === range.end)
    throw new NothingSelectedError(l10n.t('Lines {0} to {1} of {2} are blank.', first, last, file));
  const site = outline && functionThatIs(outline, range);
  return site ? problemOf(place, site) : { ...place, range };
}

function problemOf(place: Omit<SelectionRequest, 'selection'>, { name, start, end }: FunctionSite): Problem {
  return { ...place, range: { start, end }, name };
}

/** From the start of the first line to the end of the last, without its line end; null where there are none. */
function linesOf(source: string, first: number, last: number): TextRange | null {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const start = starts[first - 1];
  if (start === undefined || last < first || last > starts.length) return null;
  return { start, end: (starts[last] ?? source.length + 1) - 1 };
}

function trimmed(source: string, { start, end }: TextRange): TextRange {
  const text = source.slice(start, end);
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: Math.max(from, start + text.trimEnd().length) };
}

function functionAt(outline: Outline, line: TextRange): FunctionSite | undefined {
  return outline.functions
    .filter((site) => leadingCommentStart(outline, site.start) <= line.end && line.start <= site.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

/** The function that a selection is, but for white space, comments, decorators and `export`. */
function functionThatIs(outline: Outline, selected: TextRange): FunctionSite | undefined {
  const codeIn = (range: TextRange) =>
    outline.tokens.some((token) => token.text.trim() !== '' && contains(range, token) && !/^[{};,]$/.test(token.text));
  return outline.functions.find(
    (site) =>
      selected.start <= site.core &&
      selected.end >= Math.min(site.end, site.body.end) &&
      !codeIn({ start: selected.start, end: site.start }) &&
      !codeIn({ start: site.end, end: selected.end }),
  );
}
