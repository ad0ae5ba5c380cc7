import {
  applyEdits,
  type Interpretation,
  type Problem,
  type Prompt,
  type TextEdit,
  type TextRange,
} from '../core/domain.js';
import { codeBlocks } from './blocks.js';
import { composeFunction } from './compose.js';
import type { Dialect } from './dialect.js';
import { neededHelpers } from './helpers.js';
import { insertImports, missingImports } from './imports.js';
import { dedent, indentAt, indentUnit, reindent } from './indentation.js';
import { describeLanguage, type Grammar } from './languages.js';
import { contains, type FunctionSite, namesUsed, type Outline, type Token } from './outline.js';
import { type CodeParser, dialects } from './parser.js';

/** The file that an attempt goes into, and how its language is read. */
interface Place {
  readonly problem: Problem;
  readonly file: Outline;
  readonly dialect: Dialect;
  readonly parse: (text: string) => Outline;
  readonly tokensIn: (text: string, ranges: readonly TextRange[]) => { tokens: readonly Token[]; hasError: boolean };
}

/** What an attempt's text means as edits of the problem's file; it never throws, whatever the model wrote. */
export function interpret(problem: Problem, prompt: Prompt, text: string, parser: CodeParser): Interpretation {
  const blocks = codeBlocks(prompt, text).filter((block) => block.trim() !== '');
  if (blocks.length === 0) return unusable('no code');
  const { grammar } = describeLanguage(problem.language);
  if (!grammar) return plainReplacement(problem, blocks);
  const file = outlineOf(problem, grammar, parser);
  const dialect = dialects[grammar];
  const place: Place = {
    problem,
    file,
    dialect,
    parse: (code) => parser.outline(grammar, code),
    tokensIn: (code, ranges) => parser.tokensIn(grammar, code, ranges),
  };
  const target = file.functions.find((site) => site.start === problem.range.start && site.end === problem.range.end);
  const edits = target
    ? functionEdits(place, target, blocks)
    : [replacement(problem, blocks[0] ?? '', dialect.indentation)];
  if (typeof edits === 'string') return unusable(edits);
  return checked(
    place,
    edits.map((edit) => inFileLineEnds(problem.source, edit)),
  );
}

const unusable = (reason: string): Interpretation => ({ kind: 'unusable', reason });

/** The problem's file is the same for all attempts. */
const outlines = new WeakMap<Problem, Outline>();

function outlineOf(problem: Problem, grammar: Grammar, parser: CodeParser): Outline {
  const outline = outlines.get(problem) ?? parser.outline(grammar, problem.source);
  outlines.set(problem, outline);
  return outline;
}

/** The selected lines replaced by a block, for languages without a grammar. */
function plainReplacement(problem: Problem, blocks: readonly string[]): Interpretation {
  const edit = replacement(problem, blocks[0] ?? '', '    ');
  const key = lineKey(edit.text);
  if (key === '') return unusable('no code');
  if (key === lineKey(problem.source.slice(problem.range.start, problem.range.end))) return unusable('unchanged');
  return { kind: 'edit', edits: [inFileLineEnds(problem.source, edit)], key };
}

/** Without a grammar nobody knows what white space means inside a line; indentation and blank lines are set aside. */
function lineKey(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  return lines
    .filter((line) => line !== '')
    .join('\n')
    .trim();
}

function replacement({ source, range }: Problem, block: string, indentation: string): TextEdit {
  const base = indentAt(source, range.start);
  const code = dedent(block);
  const from = { base: '', unit: indentUnit(code, indentation) };
  return { range, text: reindent(code, from, { base, unit: indentUnit(source, indentation) }, []) };
}

/** The edits that put the problem's function as an attempt has it into the file, or why there are none. */
function functionEdits(place: Place, target: FunctionSite, blocks: readonly string[]): TextEdit[] | string {
  const { problem, file, dialect } = place;
  const found = blocks.flatMap((block) => answers(block, target, place));
  const answer = found.find(({ site }) => !site.hasError && !site.isStub);
  if (!answer) {
    const outlines = blocks.map((block) => place.parse(dedent(block)));
    return whyNone(found, outlines, target.name);
  }
  const { outline, site } = answer;
  const composed = composeFunction(file, target, outline, site, dialect);
  const helpers = neededHelpers(file, target, outline, site, composed.kept, dialect);
  const used = namesUsed(outline, [...composed.kept, ...helpers.kept]);
  const imports = missingImports(outline, file, used);
  return joined([
    ...insertImports(imports, file, problem.file, dialect, target.anchor),
    ...helpers.edits,
    { range: problem.range, text: composed.text },
  ]);
}

interface Answer {
  readonly outline: Outline;
  readonly site: FunctionSite;
}

/** The functions of the target's name in a block: parsed as it is, as a bare member, or after leading prose. */
function answers(block: string, target: FunctionSite, { dialect, parse }: Place): Answer[] {
  const code = dedent(block);
  const lines = code.split('\n');
  const mentions = lines.flatMap((line, index) => (index > 0 && line.includes(target.name) ? [index] : [])).slice(0, 4);
  const candidates = [
    { code, close: '' },
    ...dialect.memberWrappers.map(({ open, close }) => ({ code: open + code + close, close })),
    ...mentions.map((index) => ({ code: dedent(lines.slice(index).join('\n')), close: '' })),
  ];
  const all: Answer[] = [];
  for (const { code, close } of candidates) {
    const outline = parse(code);
    // A wrapper must not close what the model left open.
    if (close !== '' && outline.errors.some((error) => error.end >= code.length)) continue;
    const sites = outline.functions.filter((site) => site.name === target.name);
    const ordered = sites.sort((a, b) => Number(isOwn(b, target)) - Number(isOwn(a, target)) || a.start - b.start);
    all.push(...ordered.map((site) => ({ outline, site })));
    if (sites.some((site) => !site.hasError)) break;
  }
  return all;
}

const isOwn = (site: FunctionSite, target: FunctionSite) => site.owner?.name === target.owner?.name;

function whyNone(found: readonly Answer[], blocks: readonly Outline[], name: string): string {
  if (found.some(({ site }) => !site.hasError)) return 'still a stub';
  const named = (outline: Outline, error: TextRange) =>
    outline.tokens.some((token) => token.text === name && contains(error, token));
  const broken =
    found[0] ??
    blocks.flatMap((outline) => {
      const error = outline.errors.find((one) => named(outline, one));
      return error ? [{ outline, site: error }] : [];
    })[0];
  if (!broken) return 'function missing';
  const { outline, site } = broken;
  const end = outline.text.trimEnd().length;
  const open = outline.errors.some((error) => contains(site, error) && error.end >= end);
  return open ? 'cut off' : 'does not parse';
}

/** Edits that touch become one, so that nothing depends on the order of equal positions. */
function joined(edits: readonly TextEdit[]): TextEdit[] {
  const done: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    const last = done.at(-1);
    if (last?.range.end !== edit.range.start) done.push(edit);
    else done.splice(-1, 1, { range: { start: last.range.start, end: edit.range.end }, text: last.text + edit.text });
  }
  return done;
}

/** The last check is the file itself: what is edited must parse there, and must say something new. */
function checked({ problem, file, tokensIn }: Place, edits: readonly TextEdit[]): Interpretation {
  const edited = tokensIn(applyEdits(problem.source, edits), rangesAfter(edits));
  if (edited.hasError && file.errors.length === 0) return unusable('does not parse');
  const key = keyOf(edited.tokens);
  if (key === '') return unusable('no code');
  if (key === keyOf(file.tokens.filter((token) => contains(problem.range, token)))) return unusable('unchanged');
  return { kind: 'edit', edits, key };
}

/** Where the edits' texts are once all are applied. */
export function rangesAfter(edits: readonly TextEdit[]): TextRange[] {
  let shift = 0;
  return edits.map(({ range, text }) => {
    const start = range.start + shift;
    shift += text.length - (range.end - range.start);
    return { start, end: start + text.length };
  });
}

function keyOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join(' ');
}

function inFileLineEnds(source: string, edit: TextEdit): TextEdit {
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  return { range: edit.range, text: edit.text.replace(/\r?\n/g, newline) };
}
