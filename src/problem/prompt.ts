import type { Problem, Prompt } from '../core/domain.js';
import { indentationAt, moved } from './compose.js';
import { contextOf, textAround } from './context.js';
import type { Dialect } from './dialect.js';
import { dedent } from './indentation.js';
import { describeLanguage, type Language } from './languages.js';
import { contains, type FunctionSite, leadingCommentStart, type Outline } from './outline.js';
import { type CodeParser, dialects } from './parser.js';

/** Most characters of a verifier's output in a prompt; the end says most, the start names the check. */
const failureBudget = { start: 400, end: 1100 };

/** The same of an editor's complaint, which is a sentence or two; the start says most. */
const complaintBudget = { start: 400, end: 100 };

/**
 * What a model is asked. The answer's beginning is given: an opened fence and the function's signature with its
 * documentation, so that even a very small model goes on with the code instead of talking about it. What the editor
 * complains of comes before what the verifier said: a type error need not make a test fail, so neither stands for the other.
 * @param failure what the verifier said of the code as it is; used where there is code to mend
 */
export function buildPrompt(problem: Problem, parser: CodeParser, { failure = '' }: { failure?: string } = {}): Prompt {
  const language = describeLanguage(problem.language);
  const wrong = [
    ...part('The editor says', problem.complaint ?? '', complaintBudget),
    ...part('Its test says', failure, failureBudget),
  ];
  if (language.grammar) {
    const outline = parser.outline(language.grammar, problem.source);
    const target = outline.functions.find((one) => one.start === problem.range.start && one.end === problem.range.end);
    if (target) return functionPrompt(language, outline, target, dialects[language.grammar], wrong);
  }
  return selectionPrompt(problem, language, wrong);
}

function functionPrompt(
  language: Language,
  outline: Outline,
  target: FunctionSite,
  dialect: Dialect,
  wrong: readonly string[],
): Prompt {
  const context = contextOf(outline, target, dialect);
  const head = headOf(outline, target, dialect);
  const whole = { start: leadingCommentStart(outline, target.start), end: target.end };
  const current = rebased(outline, whole, target, dialect, '');
  const name = target.owner ? `method \`${target.name}\` of \`${target.owner.name}\`` : `function \`${target.name}\``;
  const what = `the ${language.title} ${name}`;
  const fence = fenceFor(context + current + head);
  const block = (code: string) => `${fence}${language.fence}\n${code}\n${fence}`;
  const onlyCode = `Answer with the code of \`${target.name}\` only.`;
  const parts = [
    ...(context === '' ? [] : [`The file has this code:\n${block(context)}`]),
    ...(target.isStub
      ? stubPart(what, onlyCode, hasInnerComment(outline, target) ? block(current) : null)
      : [`Correct ${what}:\n${block(current)}`, ...wrong, onlyCode]),
  ];
  return {
    messages: messages(language, parts),
    answerPrefix: `${fence}${language.fence}\n${head}`,
    stopStrings: [`\n${fence}`, ...dialect.stopStrings],
  };
}

/**
 * A stub is not shown where the answer's beginning says all of it: a small model that has seen a function without a
 * body ends its own there too.
 */
function stubPart(what: string, onlyCode: string, stub: string | null): string[] {
  return stub ? [`Write ${what}:\n${stub}`, onlyCode] : [`Write ${what}. ${onlyCode}`];
}

/** A stub's comments may be all that says what it should do. */
function hasInnerComment(outline: Outline, target: FunctionSite): boolean {
  return outline.comments.some((comment) => contains(target.body, comment));
}

/** The signature and documentation with the class around it, from the left margin. */
function headOf(outline: Outline, target: FunctionSite, dialect: Dialect): string {
  const { body, docstring, owner } = target;
  const end = docstring ? docstring.end : body.form === 'block' ? body.start + 1 : body.start;
  const range = { start: leadingCommentStart(outline, target.start), end };
  const base = owner ? dialect.indentation : '';
  const head = base + rebased(outline, range, target, dialect, base).trimEnd();
  return owner ? `${outline.text.slice(owner.start, owner.headEnd).replaceAll('\r\n', '\n')}\n${head}` : head;
}

function rebased(
  outline: Outline,
  range: { start: number; end: number },
  target: FunctionSite,
  dialect: Dialect,
  base: string,
): string {
  const text = moved(outline, range, indentationAt(outline, target.start, dialect), {
    base,
    unit: dialect.indentation,
  });
  return text.replaceAll('\r', '');
}

function selectionPrompt(problem: Problem, language: Language, wrong: readonly string[]): Prompt {
  const { before, after } = textAround(problem);
  const selected = dedent(problem.source.slice(problem.range.start, problem.range.end).replaceAll('\r\n', '\n'));
  const fence = fenceFor(before + after + selected);
  const block = (code: string) => `${fence}${language.fence}\n${code}\n${fence}`;
  const parts = [
    ...(before === '' ? [] : [`The code before:\n${block(before)}`]),
    ...(after === '' ? [] : [`The code after:\n${block(after)}`]),
    `Rewrite this ${language.title} code so that it is complete and correct:\n${block(selected)}`,
    ...wrong,
    'Answer with the code that replaces it only.',
  ];
  return {
    messages: messages(language, parts),
    answerPrefix: `${fence}${language.fence}\n`,
    stopStrings: [`\n${fence}`],
  };
}

function messages(language: Language, parts: readonly string[]): Prompt['messages'] {
  return [
    { role: 'system', content: `You are an expert ${language.title} programmer.` },
    { role: 'user', content: parts.join('\n\n') },
  ];
}

/** A part of the question that quotes somebody; the middle of a long text is left out. */
function part(who: string, said: string, { start, end }: { start: number; end: number }): string[] {
  const text = said.replaceAll('\r\n', '\n').trim();
  if (text === '') return [];
  const short = text.length <= start + end ? text : `${text.slice(0, start)}\n…\n${text.slice(-end)}`;
  return [`${who}:\n${short}`];
}

/** A fence that the code itself does not hold. */
function fenceFor(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  return '`'.repeat(longest + 1);
}
